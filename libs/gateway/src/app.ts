import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { SERVICES, urlVariable } from '@takwin/contracts/topology';
import { trustOf } from '@takwin/platform/auth';
import { AppEnv, readEnv } from '@takwin/platform/config';
import type { ServiceApp } from '@takwin/platform/service';
import { logOf, tracerTo } from '@takwin/platform/telemetry';
import { z } from 'zod';
import { operationsIn } from './graph/registered.js';
import { startGateway } from './gateway.js';
import type { ServiceUrls } from './service-urls.js';

const urls = Object.fromEntries(SERVICES.map((service) => [urlVariable(service), z.url()])) as Record<
  ReturnType<typeof urlVariable>,
  z.ZodURL
>;

const Points = z.coerce.number().int().min(1).max(100_000_000);

/** Who may ask what, and how much. */
const CallerEnv = {
  /** Where all gateways count together; each counts for itself without it. */
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  /** Points that a client may take at once, and an address; a point is a plain request. */
  RATE_CLIENT_POINTS: Points.default(2_000),
  RATE_ADDRESS_POINTS: Points.default(4_000),
  /** Seconds in which as many come back. */
  RATE_WINDOW_SECONDS: z.coerce.number().int().min(1).max(3_600).default(10),
  /** Whether anybody may see the graph's schema (`open`), or who has a token for it. */
  INTROSPECTION: z.enum(['open', 'token']).default('token'),
  /** Who collects metrics without a token: nobody, or who asks past the proxies (`inside`), which add X-Forwarded-For. */
  METRICS: z.enum(['inside', 'token']).default('token'),
  /** A manifest of operations that clients of ours name by their SHA-256. */
  GRAPHQL_OPERATIONS_FILE: z.string().optional(),
  /** Proxies of ours in front of this one. */
  PROXY_HOPS: z.coerce.number().int().min(0).max(5).default(0),
};

const GatewayEnv = AppEnv.safeExtend({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  /** Seconds for which a service may be away before calls of it fail at once: as long as it takes to replace one. */
  SERVICE_PATIENCE_SECONDS: z.coerce.number().min(0).max(120).default(0),
  ...urls,
  ...CallerEnv,
  /** Seconds that one call of a query to a service may take. */
  CALL_TIMEOUT_SECONDS: z.coerce.number().min(0.1).max(120).default(10),
  /** Seconds that all calls of a query may take together. */
  QUERY_TIMEOUT_SECONDS: z.coerce.number().min(0.1).max(300).default(30),
});

/** The one public door. It starts whether or not the services are up. */
export const app: ServiceApp = {
  name: 'gateway',
  async start(source) {
    const env = readEnv(GatewayEnv, source);
    const log = logOf('gateway', env.LOG_LEVEL);
    return startGateway({
      host: env.HOST,
      port: env.PORT,
      urls: Object.fromEntries(SERVICES.map((service) => [service, env[urlVariable(service)]])) as ServiceUrls,
      supergraph: await readFile(new URL('../supergraph.graphql', import.meta.url), 'utf8'),
      openapi: fileURLToPath(new URL('../openapi.json', import.meta.url)),
      callTimeout: env.CALL_TIMEOUT_SECONDS * 1000,
      queryTimeout: env.QUERY_TIMEOUT_SECONDS * 1000,
      patience: env.SERVICE_PATIENCE_SECONDS * 1000,
      drain: env.DRAIN_SECONDS,
      quotas: {
        client: { points: env.RATE_CLIENT_POINTS, seconds: env.RATE_WINDOW_SECONDS },
        address: { points: env.RATE_ADDRESS_POINTS, seconds: env.RATE_WINDOW_SECONDS },
      },
      operations: await operationsIn(env.GRAPHQL_OPERATIONS_FILE),
      openSchema: env.INTROSPECTION === 'open',
      metricsInside: env.METRICS === 'inside',
      redisUrl: env.REDIS_URL,
      proxies: env.PROXY_HOPS,
      trust: {
        ...trustOf(env, 'gateway'),
        onTrouble: (reason: string) => log.warn({ reason }, "the issuer's keys cannot be had"),
      },
      tracer: await tracerTo(env.OTEL_EXPORTER_OTLP_ENDPOINT, 'gateway'),
      onDefect: (error) => log.error({ err: error }, 'the gateway failed'),
    });
  },
};
