import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { isOverrun } from '../postgres/connection.js';
import { languageOf } from '../errors/language.js';
import { Refusal } from '../errors/refusal.js';
import type { Words } from '../errors/words.js';
import { toGraphQL } from '../graphql/same-faults.js';
import { currentTraceId } from '../telemetry/trace.js';
import { requestOf } from './operation.js';
import { Overloaded } from './overload.js';
import { tellTypes } from './taken-types.js';

const CODES: Record<number, string> = {
  400: 'MALFORMED',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  406: 'NOT_ACCEPTABLE',
  408: 'REQUEST_TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  414: 'URL_TOO_LONG',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  431: 'HEADERS_TOO_LARGE',
};

/** The code of what the framework itself refuses with a status. */
export const codeOf = (status: number): string | undefined => CODES[status];

/** Answers with a problem, in the language that the caller accepts. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
  words: Words,
): FastifyReply {
  const { status } = refusal;
  const language = languageOf(request.headers['accept-language']);
  tellTypes(request, reply, refusal);
  if (status === 401) void reply.header('www-authenticate', 'Bearer realm="takwin"');
  if (refusal.retryAfter !== undefined) void reply.header('retry-after', String(refusal.retryAfter));
  // What is left of the body is not read.
  if (status === 413) void reply.header('connection', 'close');
  return reply
    .code(status)
    .type('application/problem+json')
    .headers({ 'content-language': language, vary: 'accept-language' })
    .send(words.problemOf(refusal, language));
}

/** What a failure is to the caller: its own refusal, what the framework found, OVERLOADED where the database had no time, or INTERNAL without any detail. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (isQueueTimeout(error) || isOverrun(error)) return new Overloaded('database');
  const status =
    error instanceof HttpException ? error.getStatus() : Number((error as { statusCode?: number })?.statusCode);
  const code = codeOf(status);
  return code
    ? new Refusal(code, { status })
    : new Refusal('INTERNAL', { status: 500, extra: { trace: currentTraceId() } });
}

// pg-pool's words, which no code of its own tells, for who has waited for a connection in vain.
const isQueueTimeout = (error: unknown): boolean =>
  error instanceof Error && error.message === 'timeout exceeded when trying to connect';

/** Told of what nobody foresaw. */
export type OnDefect = (error: unknown, refusal: Refusal) => void;

/** Answers whatever failed with a problem: Fastify's error handler where Nest's filters do not reach. */
export function answering(words: Words, onDefect: OnDefect) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    sendProblem(request, reply, foundIn(error, onDefect), words);
}

/** Tells every refusal in the words of the transport and of the caller, once. */
@Catch()
export class Refusals implements ExceptionFilter {
  constructor(
    private readonly words: Words,
    private readonly onDefect: OnDefect,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (error instanceof GraphQLError) throw error;
    const refusal = foundIn(error, this.onDefect);
    const request = requestOf(host as never);
    if (host.getType<string>() === 'graphql')
      throw toGraphQL(this.words.problemOf(refusal, languageOf(request.headers['accept-language'])));
    sendProblem(request, host.switchToHttp().getResponse<FastifyReply>(), refusal, this.words);
  }
}

function foundIn(error: unknown, onDefect: OnDefect): Refusal {
  const refusal = refusalOf(error);
  if (refusal.status >= 500) onDefect(error, refusal);
  return refusal;
}
