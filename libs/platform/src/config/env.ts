import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Keys } from '../vault/keys.js';
import { believable, IDENTITY } from './identity-env.js';

/** What is wrong with the environment, one line per variable: the process prints it and does not start. */
export class ConfigError extends Error {}

/**
 * Reads the environment by a schema; refuses with every variable that is missing or wrong, and why. An empty one is absent.
 * A secret may stand in a file: NAME_FILE names one that holds NAME, and NAME_PASSWORD_FILE one that holds the password of
 * the URL in NAME.
 */
export function readEnv<S extends z.ZodObject>(schema: S, source: NodeJS.ProcessEnv = process.env): z.output<S> {
  const faults: string[] = [];
  const given = Object.fromEntries(
    Object.keys(schema.shape).map((name) => [name, valueOf(name, source, (fault) => faults.push(fault))]),
  );
  const read = schema.safeParse(given);
  if (read.success && faults.length === 0) return read.data;
  const misread = (read.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new ConfigError([...faults, ...misread].join('\n'));
}

function valueOf(name: string, source: NodeJS.ProcessEnv, wrong: (fault: string) => void): string | undefined {
  const { [name]: plain, [`${name}_FILE`]: file, [`${name}_PASSWORD_FILE`]: passwordFile } = source;
  if (plain && file) wrong(`${name}: is given twice, by itself and by ${name}_FILE`);
  const value = plain || (file ? secretIn(`${name}_FILE`, file, wrong) : undefined);
  if (!passwordFile || !value || !URL.canParse(value)) return value;
  const url = new URL(value);
  url.password = encodeURIComponent(secretIn(`${name}_PASSWORD_FILE`, passwordFile, wrong) ?? '');
  return url.href;
}

function secretIn(variable: string, file: string, wrong: (fault: string) => void): string | undefined {
  try {
    const text = readFileSync(file, 'utf8').trim();
    if (text) return text;
    wrong(`${variable}: ${file} is empty`);
  } catch (error) {
    wrong(`${variable}: ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  return undefined;
}

const Port = z.coerce.number().int().min(0).max(65_535).default(0);
const PostgresUrl = z.url({ protocol: /^postgres(ql)?$/ });

const Settings = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: Port,
  ...IDENTITY,
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Seconds in which callers may let their connections go before this process ends; none unless it is one of several. */
  DRAIN_SECONDS: z.coerce.number().min(0).max(60).default(0),
  /** Where traces are sent by OTLP over HTTP, without /v1/traces; none are made without it. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
});

/** What every app reads: where to listen, whom to believe, how loud to be. */
export const AppEnv = Settings.refine(...believable('OIDC_ISSUER')).refine(...believable('OIDC_JWKS_URL'));
export type AppEnv = z.output<typeof AppEnv>;

/** What works queues: the seconds between two sweeps, and for which a job is a worker's own before it has to renew. */
export const WorkEnv = z.object({
  SWEEP_SECONDS: z.coerce.number().min(0.1).max(3600).default(5),
  JOB_LOCK_SECONDS: z.coerce.number().min(1).max(600).default(20),
});

/** What every service and worker reads besides: its own database, the logs that it follows, and the queue store. */
export const ServiceEnv = AppEnv.safeExtend({
  /** Of those who keep something sealed: what was asked of them is kept under keys that follow from these. */
  CIN_ENCRYPTION_KEY: Keys.optional(),
  DATABASE_URL: PostgresUrl,
  DATABASE_POOL: z.coerce.number().int().min(1).max(100).default(5),
  QUEUE_DATABASE_URL: PostgresUrl.optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  LOG_ACADEMIES_URL: PostgresUrl.optional(),
  LOG_TRAINERS_URL: PostgresUrl.optional(),
  LOG_COURSES_URL: PostgresUrl.optional(),
  LOG_CERTIFICATIONS_URL: PostgresUrl.optional(),
  LOG_LICENSING_URL: PostgresUrl.optional(),
  ...WorkEnv.shape,
});
export type ServiceEnv = z.output<typeof ServiceEnv>;
