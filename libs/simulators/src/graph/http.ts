import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '@takwin/platform/clock';
import type { AccessTokens } from '../entra/access-tokens.js';
import { originOf } from '../http/origin.js';
import { pathAndQuery } from '../http/path-and-query.js';
import type { EffectLog } from './effects/effect-log.js';
import type { Ledger } from './effects/ledger.js';
import { GraphError, malformed } from './graph-error.js';
import type { Graph, GraphAnswer } from './graph.js';
import type { Caller } from './operations/operation.js';
import { errorReply, requestIds } from './reply.js';

type Door = { graph: Graph; ledger: Ledger; tokens: AccessTokens; clock: Clock };

const BODY_LIMIT = 4 * 1024 * 1024;

/** Puts Graph on HTTP: reads the token, waits as long as Graph says, and breaks the connection where it says so. */
export function graphRoutes(http: FastifyInstance, { graph, ledger, tokens, clock }: Door): void {
  const log: Pick<EffectLog, 'flush'> = ledger.log;
  http.removeAllContentTypeParsers();
  http.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
    done(null, body),
  );

  http.setErrorHandler((error, request, reply) => {
    const headers = headersOf(request);
    const ids = requestIds(headers);
    const refusal = errorReply(asGraphError(error), {}, ids, clock.now().getTime());
    return reply.code(refusal.status).headers(refusal.headers).send(refusal.body);
  });

  http.all('/*', async (request, reply) => {
    const caller = await callerOf(request, tokens, ledger);
    // From the raw URL: a path with encoded signs must not be decoded before it is split.
    const [path, query] = pathAndQuery(request.raw.url!.slice(http.prefix.length));
    const answer = graph.answer(
      {
        method: request.method,
        path,
        query,
        headers: headersOf(request),
        body: parsed(request.body),
        base: `${originOf(request)}${http.prefix}`,
      },
      caller,
    );
    log.flush();
    if (answer.delayMs > 0) await pause(answer.delayMs);
    return send(answer, request, reply);
  });
}

function send(
  { status, headers, body, broken }: GraphAnswer,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (broken) {
    reply.hijack();
    request.raw.socket.destroy();
    return reply;
  }
  reply.code(status).headers(headers);
  if (body === undefined) return reply.send();
  return reply.type('application/json; odata.metadata=minimal').send(JSON.stringify(body));
}

async function callerOf(request: FastifyRequest, tokens: AccessTokens, ledger: Ledger): Promise<Caller> {
  const { app, tenant: id, roles } = await tokens.bearer(request.headers.authorization);
  const tenant = ledger.tenant(id);
  if (!tenant)
    throw new GraphError(401, 'InvalidAuthenticationToken', 'Access token validation failure. Unknown tenant.');
  return { app, tenant, roles };
}

function headersOf({ headers }: FastifyRequest): Record<string, string | undefined> {
  return headers as Record<string, string | undefined>;
}

function parsed(body: unknown): unknown {
  if (typeof body !== 'string' || body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    throw malformed(
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    );
  }
}

function asGraphError(error: unknown): GraphError {
  if (error instanceof GraphError) return error;
  const { statusCode = 500, message } = error as { statusCode?: number; message: string };
  return new GraphError(statusCode, statusCode === 413 ? 'RequestEntityTooLarge' : 'UnknownError', message);
}
