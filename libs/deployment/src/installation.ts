import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Deployable } from '@takwin/contracts/topology';
import { ConfigError } from '@takwin/platform/config';
import { Offspring } from '@takwin/platform/processes';
import { prepare } from './database.js';
import { environmentOf } from './environment.js';
import { Home, type Addresses } from './home.js';
import { endLeftRedis, startRedis, type LocalRedis } from './redis.js';
import { secretsOf } from './secrets.js';

// An app ends within nine seconds of its parent.
const LEFT = 15_000;

export type Installation = {
  home: string;
  /** The administrator's URL of the database. */
  adminUrl: string;
  /** The environment of an app, given the URLs of the apps that run already. */
  envOf(deployable: Deployable, urls: Readonly<Record<string, string>>): NodeJS.ProcessEnv;
  /** The redis-server of its own, where it has one. */
  redis?: LocalRedis;
  /** The processes that serve it, besides this one and PostgreSQL's: the next house waits for their end. */
  offspring: Offspring;
  announce(where: Addresses): void;
  withdraw(): void;
  /** Ends what it has started, and lets go of the home. */
  stop(): Promise<void>;
};

export type InstallationOptions = {
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
export async function openInstallation({
  runs,
  port,
  databaseUrl,
  env = {},
  signal,
  ...choices
}: InstallationOptions): Promise<Installation> {
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
  const queue = choices.redis === 'local' ? redis : choices.redis;
  signal?.throwIfAborted();
  const open = opened.move();
  return {
    home: home.path,
    adminUrl: database.adminUrl,
    envOf: (deployable, urls) => ({
      ...environmentOf(deployable, { home: home.path, port, secrets, database, queue, urls }),
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
