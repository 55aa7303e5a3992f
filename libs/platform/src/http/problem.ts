import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { GraphQLError } from 'graphql';
import { Refusal } from '../errors/refusal.js';
import { toGraphQL } from '../graphql/same-faults.js';
import type { Log } from '../telemetry/log.js';
import { currentTraceId } from '../telemetry/trace.js';

const CODES: Record<number, string> = {
  400: 'MALFORMED',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'PAYLOAD_TOO_LARGE',
  414: 'URL_TOO_LONG',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  431: 'HEADERS_TOO_LARGE',
};

/** A refusal as RFC 9457 tells it: `application/problem+json` with a stable code. */
function problemOf({ code, status, detail, faults, extra }: Refusal): Record<string, unknown> {
  const errors = faults.length > 0 ? { errors: faults } : {};
  return { ...extra, type: 'about:blank', title: code, status, code, ...(detail && { detail }), ...errors };
}

/** Answers with a problem. */
function sendProblem(reply: FastifyReply, refusal: Refusal): void {
  if (refusal.status === 401) reply.header('www-authenticate', 'Bearer realm="takwin"');
  if (refusal.status === 503) reply.header('retry-after', '1');
  reply.status(refusal.status).type('application/problem+json').send(problemOf(refusal));
}

/** What a failure is to the caller: its own refusal, what the framework found, or INTERNAL without any detail. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const status =
    error instanceof HttpException ? error.getStatus() : Number((error as { statusCode?: number })?.statusCode);
  const code = CODES[status];
  return code
    ? new Refusal(code, { status })
    : new Refusal('INTERNAL', { status: 500, extra: { trace: currentTraceId() } });
}

/** Tells every refusal in the words of the transport, once; what nobody foresaw is logged. */
@Catch()
export class Refusals implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): GraphQLError | void {
    if (error instanceof GraphQLError) throw error;
    const refusal = refusalOf(error);
    if (refusal.status >= 500) this.log.error({ err: error, code: refusal.code }, 'an operation failed');
    if (host.getType<string>() === 'graphql') throw toGraphQL(refusal);
    sendProblem(host.switchToHttp().getResponse<FastifyReply>(), refusal);
  }
}
