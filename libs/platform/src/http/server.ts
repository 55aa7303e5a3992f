import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Authenticated } from '../auth/grant.js';
import type { JwtVerifier } from '../auth/jwt.js';
import type { Words } from '../errors/words.js';
import type { Log } from '../telemetry/log.js';
import type { ServiceMetrics } from '../telemetry/metrics.js';
import type { Tracer } from '../telemetry/trace.js';
import { refuseOtherMethods } from './allowed.js';
import { type Known, learnCaller } from './caller.js';
import { Drain } from './drain.js';
import { tagEntities } from './entity-tag.js';
import { readinessOf, type Dependency } from './health.js';
import { readJsonAlone } from './json-body.js';
import { type Load, refuseWhileBusy } from './overload.js';
import { endSlowCallers, pacedHeaders } from './slow-callers.js';
import { refuseOtherThanFiles } from './taken-types.js';
import { traceRequests } from './traced.js';
import { refuseCodings, refuseUnaddressed, refuseWhileClosing, refusingUnread } from './unread.js';

const BODY_LIMIT = 1024 * 1024;

/** Fastify as every app uses it: bodies of 1 MiB unless a route says otherwise, no proxy trusted, no names in errors. */
export const serverAdapter = (words: Words): FastifyAdapter =>
  new FastifyAdapter({
    ...refusingUnread(words),
    ...pacedHeaders(),
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 500 },
  });

type Instrumentation = {
  log: Log;
  metrics: ServiceMetrics;
  tracer: Tracer;
  dependencies: readonly Dependency[];
  verifier?: JwtVerifier;
  known: Known;
  streams: readonly string[];
  loads: readonly Load[];
  words: Words;
};

/**
 * Adds to an app what every one has: traces, the caller, one log line per request, metrics, health. Returns what lets its callers
 * go when it ends.
 */
export function configureServer(
  app: NestFastifyApplication,
  { log, metrics, tracer, dependencies, verifier, known, streams, loads, words }: Instrumentation,
): Drain {
  const server = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  refuseWhileClosing(server);
  refuseUnaddressed(server);
  const drain = new Drain(server);
  traceRequests(server, tracer);
  endSlowCallers(server, words);
  refuseWhileBusy(server, loads, metrics.registry);
  refuseOtherMethods(server, words);
  refuseCodings(server);
  refuseOtherThanFiles(server);
  if (verifier)
    server.addHook('onRequest', (request, reply) =>
      learnCaller(request as FastifyRequest & Authenticated, reply, verifier, known),
    );
  tagEntities(server);
  server.addHook('onResponse', (request, reply, next) => {
    const route = request.routeOptions.url ?? 'none';
    const seconds = reply.elapsedTime / 1000;
    metrics.requests.observe({ method: request.method, route, status: String(reply.statusCode) }, seconds);
    if (!route.startsWith('/health') && route !== '/metrics')
      log.info(
        {
          method: request.method,
          route,
          status: reply.statusCode,
          ms: Math.round(reply.elapsedTime),
          role: (request as Authenticated).caller?.mandates[0]?.role,
        },
        'request',
      );
    next();
  });
  readJsonAlone(server);
  if (streams.length > 0) server.addContentTypeParser([...streams], (_request, payload, done) => done(null, payload));
  server.get('/health/live', () => ({ live: true }));
  server.get('/health/ready', async (_request, reply) => {
    const readiness = await readinessOf(dependencies);
    return reply.status(readiness.ready ? 200 : 503).send(readiness);
  });
  server.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
  return drain;
}
