import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { SERVICES, urlVariable } from '@takwin/contracts/topology';
import { readEnv } from '@takwin/platform/config';
import type { ServiceApp } from '@takwin/platform/service';
import { logOf, tracerTo } from '@takwin/platform/telemetry';
import { z } from 'zod';
import { startGateway } from './gateway.js';
import type { ServiceUrls } from './service-urls.js';

const urls = Object.fromEntries(SERVICES.map((service) => [urlVariable(service), z.url()])) as Record<
  ReturnType<typeof urlVariable>,
  z.ZodURL
>;

const GatewayEnv = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Seconds for which a service may be away before calls of it fail at once: as long as it takes to replace one. */
  SERVICE_PATIENCE_SECONDS: z.coerce.number().min(0).max(120).default(0),
  DRAIN_SECONDS: z.coerce.number().min(0).max(60).default(0),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  ...urls,
  /** Seconds that one call of a query to a service may take. */
  CALL_TIMEOUT_SECONDS: z.coerce.number().min(0.1).max(120).default(10),
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
      patience: env.SERVICE_PATIENCE_SECONDS * 1000,
      drain: env.DRAIN_SECONDS,
      tracer: await tracerTo(env.OTEL_EXPORTER_OTLP_ENDPOINT, 'gateway'),
      onDefect: (error) => log.error({ err: error }, 'the gateway failed'),
    });
  },
};
