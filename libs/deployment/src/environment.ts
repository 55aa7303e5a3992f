import { hkdfSync } from 'node:crypto';
import { SERVICES, urlVariable, type Deployable } from '@takwin/contracts/topology';
import { DEVELOPMENT } from '@takwin/simulators/tenants';
import type { Prepared } from './database.js';
import type { Secrets } from './secrets.js';

type Need = NonNullable<Deployable['needs']>[number];

/** What the environment of a deployable is made of; `urls` are those of what runs already. */
export type Context = {
  home: string;
  /** The gateway's. */
  port: number;
  secrets: Secrets;
  database: Prepared;
  /** The queue store, where it is a Redis. */
  queue?: { url: string };
  urls: Readonly<Record<string, string>>;
};

/** The gateway's settings that it takes from whoever starts it: how much who may ask, and who may see what. */
const OF_GATEWAY = [
  'RATE_CLIENT_POINTS',
  'RATE_ADDRESS_POINTS',
  'RATE_WINDOW_SECONDS',
  'PROXY_HOPS',
  'METRICS',
  'INTROSPECTION',
  'GRAPHQL_OPERATIONS_FILE',
] as const;

/** Settings that each service takes from there: for how long personal data is kept. */
const OF_SERVICES = ['RETENTION'] as const;

/** For a house that one client asks at all times, such as a fault test: it may ask as much as it can. */
export const RAISED_RATES = { RATE_CLIENT_POINTS: '10000000', RATE_ADDRESS_POINTS: '10000000' };

/** What is said of rates that were raised. */
export const ofRaisedRates = `rates: ${Object.entries(RAISED_RATES)
  .map(([name, points]) => `${name}=${points}`)
  .join(' ')}\n`;

/**
 * The environment that a deployable starts with. OIDC_*, PUBLIC_URL, GRAPH_* and LOG_LEVEL of this process go before, and so do its
 * settings of the gateway and of services.
 */
export const environmentOf = (deployable: Deployable, context: Context): NodeJS.ProcessEnv => ({
  ...common(context),
  ...queueOf(context),
  ...dataOf(deployable, context),
  ...needsOf(deployable, context),
  ...(deployable.kind === 'gateway' && { PORT: String(context.port), ...settingsIn(process.env, OF_GATEWAY) }),
  ...(deployable.kind === 'service' && settingsIn(process.env, OF_SERVICES)),
});

const common = ({ home, port, urls }: Context): NodeJS.ProcessEnv => ({
  TAKWIN_HOME: home,
  HOST: '127.0.0.1',
  PORT: '0',
  PUBLIC_URL: process.env.PUBLIC_URL ?? `http://127.0.0.1:${port}`,
  ...identity(),
  SIMULATED_ISSUER_URL: `${urls.simulators}/issuer`,
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
});

const settingsIn = (env: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv =>
  Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));

/** Whom to believe instead of the simulated issuer, where this process is told. */
const identity = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('OIDC_')));

const queueOf = ({ queue, database }: Context): NodeJS.ProcessEnv =>
  queue ? { REDIS_URL: queue.url } : { QUEUE_DATABASE_URL: database.urls.jobs!.url };

function dataOf({ schema, follows = [] }: Deployable, { database: { urls } }: Context): NodeJS.ProcessEnv {
  const logs = follows.map((log) => [`LOG_${log.toUpperCase()}_URL`, urls[log]!.readerUrl]);
  return { ...(schema && { DATABASE_URL: urls[schema]!.url }), ...Object.fromEntries(logs) };
}

function needsOf({ needs = [] }: Deployable, { secrets, urls }: Context): NodeJS.ProcessEnv {
  const all: Record<Need, NodeJS.ProcessEnv> = {
    cin: { CIN_HASH_KEY: secrets.cinHashKey },
    sealing: { CIN_ENCRYPTION_KEY: secrets.cinEncryptionKey },
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
    services: Object.fromEntries(SERVICES.map((name) => [urlVariable(name), urls[name]])),
  };
  return Object.assign({}, ...needs.map((need) => all[need])) as NodeJS.ProcessEnv;
}
