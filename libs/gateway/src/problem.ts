import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Refusal } from '@takwin/platform/errors';

/** Answers what was refused, here or by Fastify, as problem+json (RFC 9457). */
@Catch()
export class Problems implements ExceptionFilter {
  constructor(private readonly onDefect: (error: unknown) => void) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const { code, status, detail, faults, extra } = refusalOf(error, this.onDefect);
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (status === 413) void reply.header('connection', 'close');
    void reply
      .code(status)
      .type('application/problem+json')
      .send({ type: 'about:blank', title: code, status, code, detail, errors: faults, ...extra });
  }
}

function refusalOf(error: unknown, onDefect: (error: unknown) => void): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof HttpException && error.getStatus() < 500)
    return new Refusal(CODES[error.getStatus()] ?? 'MALFORMED', { status: error.getStatus() });
  onDefect(error);
  return new Refusal('INTERNAL', { status: 500 });
}

const CODES: Record<number, string> = { 404: 'NOT_FOUND', 413: 'PAYLOAD_TOO_LARGE', 415: 'UNSUPPORTED_MEDIA_TYPE' };
