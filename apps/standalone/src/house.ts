import { hkdfSync } from 'node:crypto';
import { resolve } from 'node:path';
import { ConfigError } from '@takwin/platform/config/env';
import { DEVELOPMENT } from '@takwin/simulators-app/tenants';
import { prepare, type Prepared } from './database.js';
import { secretsOf, type Secrets } from './secrets.js';
import type { Place } from './topology.js';

export const ISSUER = 'https://issuer.takwin.test';

export type House = {
  home: string;
  /** The administrator's URL of the database. */
  adminUrl: string;
  /** The environment of an app, given the URLs of the apps that run already. */
  envOf(place: Place, urls: Readonly<Record<string, string>>): NodeJS.ProcessEnv;
  stop(): Promise<void>;
};

export type Choices = { home: string; port: number; databaseUrl?: string; redisUrl?: string; env?: NodeJS.ProcessEnv };

/** What all apps stand on: the database with its schemas, the secrets, and who is told what. */
export async function openHouse({ home, port, databaseUrl, redisUrl, env = {} }: Choices): Promise<House> {
  const secrets = await secretsOf(home);
  const database = await prepare(home, secrets, databaseUrl);
  return {
    home,
    adminUrl: database.adminUrl,
    envOf: (place, urls) => ({
      ...shared(home, port, urls),
      ...(redisUrl ? { REDIS_URL: redisUrl } : { QUEUE_DATABASE_URL: database.urls.jobs!.url }),
      ...dataOf(place, database),
      ...needsOf(place, secrets, urls),
      ...(place.name === 'gateway' && { PORT: String(port) }),
      ...env,
    }),
    stop: () => database.stop(),
  };
}

const shared = (home: string, port: number, urls: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  TAKWIN_HOME: home,
  HOST: '127.0.0.1',
  PORT: '0',
  PUBLIC_URL: process.env.PUBLIC_URL ?? `http://127.0.0.1:${port}`,
  OIDC_ISSUER: process.env.OIDC_ISSUER ?? ISSUER,
  OIDC_JWKS_URL: process.env.OIDC_JWKS_URL ?? `${urls.simulators}/issuer/jwks`,
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
});

function dataOf({ schema, follows = [] }: Place, { urls }: Prepared): NodeJS.ProcessEnv {
  const logs = follows.map((log) => [`LOG_${log.toUpperCase()}_URL`, urls[log]!.readerUrl]);
  return { ...(schema && { DATABASE_URL: urls[schema]!.url }), ...Object.fromEntries(logs) };
}

function needsOf({ needs = [] }: Place, secrets: Secrets, urls: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
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
