import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SERVICES } from '@takwin/contracts/topology';
import { CATALOGUE } from '@takwin/contracts/refusals';
import { JwtVerifier, type Trust } from '@takwin/platform/auth';
import { Refusal, Unauthenticated, Words } from '@takwin/platform/errors';
import {
  answering,
  Drain,
  endSlowCallers,
  eventLoop,
  type Pace,
  pacedHeaders,
  refuseOtherMethods,
  Refusals,
  refuseWhileBusy,
  refuseCodings,
  refuseUnaddressed,
  refuseWhileClosing,
  refusingUnread,
  traceRequests,
} from '@takwin/platform/http';
import { type Tracer, UNTRACED } from '@takwin/platform/telemetry';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { Agent } from 'undici';
import { createGraph } from './graph/graph.js';
import type { Operations } from './graph/registered.js';
import { graphDoor } from './graph/graph-door.js';
import { HealthController, METRICS_INSIDE, READINESS } from './health/health.controller.js';
import { readiness } from './health/readiness.js';
import { ownDataDoor } from './own-data/own-data-door.js';
import { OPENAPI_FILE, PagesController } from './pages/pages.controller.js';
import { sendGraphiql } from './pages/send.js';
import { callersBy } from './limits/callers.js';
import { Meter, type Quotas } from './limits/meter.js';
import { meterRequests } from './limits/metered.js';
import { patientConnector } from './patient-connector.js';
import { restDoor } from './rest/rest-door.js';
import { ROUTER } from './rest/routing.js';
import type { ServiceUrls } from './service-urls.js';
import { AT_ONCE, inTurns } from './turns.js';

export type Settings = {
  host: string;
  /** 0 takes a free port. */
  port: number;
  urls: ServiceUrls;
  /** The supergraph's SDL. */
  supergraph: string;
  /** Where the merged OpenAPI document lies. */
  openapi: string;
  /** How long one call of a query to a service may take, in milliseconds. */
  callTimeout: number;
  /** How long all calls of a query may take together, in milliseconds; three times as long as one unless told. */
  queryTimeout?: number;
  /** For how long a service may be away before calls of it fail at once, in milliseconds; at once unless told. */
  patience?: number;
  /** Seconds in which callers may let their connections go when this ends; none unless told. */
  drain?: number;
  /** How much who may ask; so much that nobody is refused unless told. */
  quotas?: Quotas;
  /** Where all gateways count together; each counts for itself unless told. */
  redisUrl?: string;
  /** Proxies of ours that requests come through, each of which adds whom it was asked by to X-Forwarded-For; none unless told. */
  proxies?: number;
  /** Whose tokens tell callers apart; nobody's unless told. */
  trust?: Trust;
  /** Operations of clients of our own; none unless told. */
  operations?: Operations;
  /** Whether anybody may see the schema; who has a token of the programme or of an integrator unless told. */
  openSchema?: boolean;
  /** Whether who asks past all proxies may collect metrics without a token; nobody unless told. */
  metricsInside?: boolean;
  /** How fast callers have to be at least. */
  pace?: Pace;
  /** Told of each request; nobody unless given. */
  tracer?: Tracer;
  onDefect: (error: unknown) => void;
};

const BOUNDLESS: Quotas = {
  client: { points: Number.MAX_SAFE_INTEGER, seconds: 1 },
  address: { points: Number.MAX_SAFE_INTEGER, seconds: 1 },
};
const NOBODY = { verify: () => Promise.reject(new Unauthenticated()) };

/** How long close() waits for requests that are being answered, in milliseconds. */
const DRAIN = 5_000;

/** Starts the public door: GraphQL, the REST edge, the pages, health and metrics. It needs no service to be up. */
export async function startGateway(settings: Settings) {
  const { host, port, urls, supergraph, openapi, callTimeout, tracer = UNTRACED, onDefect } = settings;
  const { patience = 0, drain: drainSeconds = 0, quotas = BOUNDLESS, redisUrl, proxies = 0, trust } = settings;
  const { queryTimeout = 3 * callTimeout, pace, operations = new Map(), openSchema = false } = settings;
  const { metricsInside = false } = settings;
  const words = new Words(CATALOGUE);
  const client = new Agent({
    connections: AT_ONCE,
    connect: patientConnector({ timeout: 2_000, patience }),
    headersTimeout: 30_000,
    // Shorter than a service drains: an idle connection is let go here, never cut off there.
    keepAliveMaxTimeout: 3_000,
  });
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const calls = new Histogram({
    name: 'takwin_gateway_call_seconds',
    help: 'Seconds that calls of queries to a service took, by how they ended',
    labelNames: ['service', 'outcome'],
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const names = new Map(SERVICES.map((service) => [new URL(urls[service]).origin, service]));
  const ask = inTurns(client, (origin) => names.get(origin) ?? origin);
  const meter = new Meter({ quotas, registry, redisUrl });
  const callerOf = callersBy(trust ? new JwtVerifier(trust) : NOBODY);
  const graph = createGraph({
    supergraph,
    operations,
    ask,
    urls: Object.fromEntries(SERVICES.map((service) => [service, `${urls[service]}/graphql`])),
    timeout: callTimeout,
    observe: (service, outcome, seconds) => calls.observe({ service, outcome }, seconds),
    words,
    onDefect,
  });

  const door = new FastifyAdapter({
    ...refusingUnread(words),
    ...pacedHeaders(pace),
    routerOptions: ROUTER,
    trustProxy: (_address, hop) => hop < proxies,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    {
      module: GatewayModule,
      providers: [
        { provide: Registry, useValue: registry },
        { provide: READINESS, useValue: readiness({ client, urls }) },
        { provide: METRICS_INSIDE, useValue: metricsInside },
        { provide: OPENAPI_FILE, useValue: openapi },
      ],
    },
    door,
    { logger: false, abortOnError: false },
  );
  const tellDefect = (error: unknown): unknown => error instanceof Refusal || onDefect(error);
  app.useGlobalFilters(new Refusals(words, tellDefect));
  refuseWhileClosing(app.getHttpAdapter().getInstance() as never);
  refuseUnaddressed(app.getHttpAdapter().getInstance() as never);
  const drain = new Drain(app.getHttpAdapter().getInstance() as never);
  traceRequests(app.getHttpAdapter().getInstance() as never, tracer);
  endSlowCallers(app.getHttpAdapter().getInstance() as never, words, pace);
  refuseWhileBusy(app.getHttpAdapter().getInstance() as never, [eventLoop], registry);
  // Services are not shown how a body is coded.
  refuseCodings(app.getHttpAdapter().getInstance() as never);
  meterRequests(app.getHttpAdapter().getInstance() as never, { meter, callerOf });
  await app.register(
    graphDoor as never,
    { graph, words, timeout: queryTimeout, isOpen: openSchema, page: sendGraphiql } as never,
  );
  await app.register(restDoor as never, { client, ask, urls, refuse: answering(words, tellDefect) } as never);
  await app.register(ownDataDoor as never, { ask, urls, refuse: answering(words, tellDefect) } as never);
  // After the edge, whose paths are served by methods that the services know: of those they say which.
  refuseOtherMethods(app.getHttpAdapter().getInstance() as never, words);
  await app.listen(port, host);

  return {
    name: 'gateway',
    url: await app.getUrl(),
    async close(): Promise<void> {
      await drain.run(drainSeconds);
      const impatient = setTimeout(() => app.getHttpServer().closeAllConnections(), DRAIN);
      await app.close();
      clearTimeout(impatient);
      await graph[Symbol.asyncDispose]();
      await client.destroy();
      await meter.close();
      await tracer.stop();
    },
  };
}

@Module({ controllers: [PagesController, HealthController] })
class GatewayModule {}
