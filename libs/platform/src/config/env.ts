import { z } from 'zod';

/** What is wrong with the environment, one line per variable: the process prints it and does not start. */
export class ConfigError extends Error {}

/** Reads the environment by a schema; refuses with every variable that is missing or wrong, and why. An empty one is absent. */
export function readEnv<S extends z.ZodObject>(schema: S, source: NodeJS.ProcessEnv = process.env): z.output<S> {
  const given = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, source[name] || undefined]));
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  throw new ConfigError(read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
}

const Port = z.coerce.number().int().min(0).max(65_535).default(0);
const PostgresUrl = z.url({ protocol: /^postgres(ql)?$/ });

/** What every app reads: where to listen, whom to believe, how loud to be. */
export const AppEnv = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: Port,
  OIDC_ISSUER: z.string().min(1),
  OIDC_JWKS_URL: z.url(),
  OIDC_AUDIENCE: z.string().default('takwin'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});
export type AppEnv = z.output<typeof AppEnv>;

/** What every service and worker reads besides: its own database, the logs that it follows, and the queue store. */
export const ServiceEnv = AppEnv.extend({
  DATABASE_URL: PostgresUrl,
  DATABASE_POOL: z.coerce.number().int().min(1).max(100).default(5),
  QUEUE_DATABASE_URL: PostgresUrl.optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  LOG_ACADEMIES_URL: PostgresUrl.optional(),
  LOG_TRAINERS_URL: PostgresUrl.optional(),
  LOG_COURSES_URL: PostgresUrl.optional(),
  LOG_CERTIFICATIONS_URL: PostgresUrl.optional(),
  LOG_LICENSING_URL: PostgresUrl.optional(),
  SWEEP_SECONDS: z.coerce.number().min(0.1).max(3600).default(5),
  JOB_LOCK_SECONDS: z.coerce.number().min(1).max(600).default(20),
});
export type ServiceEnv = z.output<typeof ServiceEnv>;
