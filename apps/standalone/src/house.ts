import { hkdfSync } from 'node:crypto';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ConfigError } from '@takwin/platform/config';
import { Offspring } from '@takwin/platform/processes';
import { DEVELOPMENT } from '@takwin/simulators-app/tenants';
import { prepare, type Prepared } from './database.js';
import { Home, type Addresses } from './home.js';
import { endLeftRedis, startRedis, type LocalRedis } from './redis.js';
import { secretsOf, type Secrets } from './secrets.js';
import type { AppPlace } from './topology.js';

export const ISSUER = 'https://issuer.takwin.test';

// An app ends within nine seconds of its parent.
const LEFT = 15_000;

export type House = {
  home: string;
  /** The administrator's URL of the database. */
  adminUrl: string;
  /** The environment of an app, given the URLs of the apps that run already. */
  envOf(place: AppPlace, urls: Readonly<Record<string, string>>): NodeJS.ProcessEnv;
  /** The redis-server of its own, where it has one. */
  redis?: LocalRedis;
  /** The processes that serve it, besides this one and PostgreSQL's: the next house waits for their end. */
  offspring: Offspring;
  announce(where: Addresses): void;
  withdraw(): void;
  /** Ends what it has started, and lets go of the home. */
  stop(): Promise<void>;
};

export type Choices = {
  /** The folder of the data. */
  home: string;
  /** The command that opens it, for whoever finds the home taken. */
  runs: string;
  port: number;
  databaseUrl?: string;
  /** Where the queue is kept; `local` starts a redis-server, and without any of the two it is kept in PostgreSQL. */
  redis?: 'local' | { url: string };
  env?: NodeJS.ProcessEnv;
  /** Gives up what was begun, and ends it, when it is aborted before the house is open. */
  signal?: AbortSignal;
};

/**
 * What all apps stand on: the home, the database with its schemas, the queue, the secrets, and who is told what. Refuses
 * (ConfigError) a home that another process holds, and a port that is taken, and has touched nothing then.
 */
export async function openHouse({ runs, port, databaseUrl, env = {}, signal, ...choices }: Choices): Promise<House> {
  await using opened = new AsyncDisposableStack();
  const home = opened.adopt(await Home.take(choices.home, runs, signal), (it) => it.leave());
  await refuseTaken(port);
  const offspring = await Offspring.at(join(home.path, 'offspring'));
  await gone(offspring, home.path, signal);
  const secrets = await secretsOf(home.path);
  const redis = choices.redis === 'local' ? await startRedis(home.path, offspring, signal) : undefined;
  if (redis) opened.defer(() => redis.stop());
  const database = await prepare(home.path, secrets, { databaseUrl, signal });
  opened.defer(() => database.stop());
  signal?.throwIfAborted();
  const open = opened.move();
  return {
    home: home.path,
    adminUrl: database.adminUrl,
    envOf: (place, urls) => ({
      ...shared(home.path, port, urls),
      ...queueOf(database, choices.redis === 'local' ? redis : choices.redis),
      ...dataOf(place, database),
      ...needsOf(place, secrets, urls),
      ...(place.name === 'gateway' && { PORT: String(port) }),
      ...env,
    }),
    redis,
    offspring,
    announce: (where) => home.announce(where),
    withdraw: () => home.withdraw(),
    stop: () => open.disposeAsync(),
  };
}

/** Waits for what a house that was killed has left: its apps end by themselves, and its Redis is told to. */
async function gone(offspring: Offspring, home: string, signal?: AbortSignal): Promise<void> {
  for (const end = performance.now() + LEFT; offspring.isAlive; await pause(100, undefined, { signal })) {
    if (performance.now() > end) throw new ConfigError(`processes of the house before it still run on ${home}`);
    await endLeftRedis(home);
  }
}

const queueOf = ({ urls }: Prepared, redis?: { url: string }): NodeJS.ProcessEnv =>
  redis ? { REDIS_URL: redis.url } : { QUEUE_DATABASE_URL: urls.jobs!.url };

const shared = (home: string, port: number, urls: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  TAKWIN_HOME: home,
  HOST: '127.0.0.1',
  PORT: '0',
  PUBLIC_URL: process.env.PUBLIC_URL ?? `http://127.0.0.1:${port}`,
  OIDC_ISSUER: process.env.OIDC_ISSUER ?? ISSUER,
  OIDC_JWKS_URL: process.env.OIDC_JWKS_URL ?? `${urls.simulators}/issuer/jwks`,
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
});

function dataOf({ schema, follows = [] }: AppPlace, { urls }: Prepared): NodeJS.ProcessEnv {
  const logs = follows.map((log) => [`LOG_${log.toUpperCase()}_URL`, urls[log]!.readerUrl]);
  return { ...(schema && { DATABASE_URL: urls[schema]!.url }), ...Object.fromEntries(logs) };
}

function needsOf(
  { needs = [] }: AppPlace,
  secrets: Secrets,
  urls: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const all: Record<string, NodeJS.ProcessEnv> = {
    cin: { CIN_ENCRYPTION_KEY: secrets.cinEncryptionKey, CIN_HASH_KEY: secrets.cinHashKey },
    credentials: { CREDENTIAL_KEYS: JSON.stringify(secrets.credentialKeys) },
    graph: {
      GRAPH_URL: process.env.GRAPH_URL ?? `${urls.simulators}/graph/v1.0`,
      ENTRA_URL: process.env.ENTRA_URL ?? `${urls.simulators}/entra`,
      GRAPH_TENANT: process.env.GRAPH_TENANT ?? DEVELOPMENT.tenantId,
      GRAPH_CLIENT_ID: process.env.GRAPH_CLIENT_ID ?? DEVELOPMENT.clientId,
      GRAPH_CLIENT_SECRET: process.env.GRAPH_CLIENT_SECRET ?? DEVELOPMENT.clientSecret,
      GRAPH_DOMAIN: process.env.GRAPH_DOMAIN ?? DEVELOPMENT.domain,
    },
    // A key of its own, from one that every home has: those made before this one was needed go on.
    'initial-secrets': {
      INITIAL_SECRET_KEY: Buffer.from(hkdfSync('sha256', secrets.cinHashKey, '', 'initial-secrets', 32)).toString(
        'base64',
      ),
    },
    services: Object.fromEntries(
      ['academies', 'trainers', 'courses', 'certifications', 'licensing'].map((name) => [
        `${name.toUpperCase()}_URL`,
        urls[name],
      ]),
    ),
  };
  return Object.assign({}, ...needs.map((need) => all[need])) as NodeJS.ProcessEnv;
}

/** The folder of the data: TAKWIN_HOME, or .takwin in the folder that the command is run in. */
export const homeOf = (env: NodeJS.ProcessEnv = process.env): string => resolve(env.TAKWIN_HOME ?? '.takwin');

/** PORT, 4000 unless told; refuses what is no port. */
export function portOf(env: NodeJS.ProcessEnv = process.env): number {
  const port = Number(env.PORT ?? 4000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new ConfigError(`PORT: ${env.PORT} is no port`);
  return port;
}

function refuseTaken(port: number): Promise<void> {
  return new Promise((free, taken) => {
    const probe = createServer();
    probe.once('error', () => taken(new ConfigError(`port ${port} is in use: set PORT to another one`)));
    probe.listen(port, '127.0.0.1', () => probe.close(() => free()));
  });
}
