import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { TOPOLOGY, type Deployable } from '@takwin/contracts/topology';
import { openInstallation, type Installation } from './installation.js';
import type { LocalRedis } from './redis.js';

/** One app's process; `restart` brings it back where it was, on the same port. */
export type Member = {
  name: string;
  url: string;
  pid: number;
  kill(signal?: NodeJS.Signals): Promise<void>;
  restart(): Promise<void>;
};

export type Cluster = {
  url: string;
  home: string;
  /** The administrator's URL of the database. */
  adminUrl: string;
  apps: Record<string, Member>;
  redis?: LocalRedis;
  /** Starts another process of a worker. */
  addWorker(name: string): Promise<Member>;
  close(): Promise<void>;
};

export type Backend = 'postgres' | 'redis';
type Options = {
  home: string;
  /** The command that opens it, for whoever finds the home taken. */
  runs: string;
  port: number;
  backend: Backend;
  env?: NodeJS.ProcessEnv;
  /** Ends what has been started when it is aborted before all are up. */
  signal?: AbortSignal;
};

/** The program of an app, as it was built. */
const programOf = (name: string): string =>
  fileURLToPath(new URL(`../../../apps/${name}/dist/main.js`, import.meta.url));

/** Starts a process per app, each on a free port; the queue is on PostgreSQL, or on a redis-server of this machine. */
export async function startCluster({ backend, signal, ...choices }: Options): Promise<Cluster> {
  const { DATABASE_URL: databaseUrl, REDIS_URL } = process.env;
  const redis = backend === 'postgres' ? undefined : REDIS_URL ? { url: REDIS_URL } : 'local';
  const installation = await openInstallation({ ...choices, databaseUrl, redis, signal });
  const apps: Record<string, Member> = {};
  const more: Member[] = [];
  const urls: Record<string, string> = {};
  const close = async (): Promise<void> => {
    installation.withdraw();
    const members = [...more, ...TOPOLOGY.flatMap(({ name }) => apps[name] ?? []).reverse()];
    for (const member of members) await member.kill('SIGTERM');
    await installation.stop();
  };
  const begin = (deployable: Deployable): Promise<Member> =>
    startMember(deployable.name, installation.envOf(deployable, urls), installation, signal);
  try {
    for (const deployable of TOPOLOGY) {
      apps[deployable.name] = await begin(deployable);
      urls[deployable.name] = apps[deployable.name]!.url;
    }
    signal?.throwIfAborted();
  } catch (error) {
    await close();
    throw error;
  }
  const addresses = Object.values(apps).map(({ name, url, pid }) => [name, { url, pid }] as const);
  installation.announce({ gateway: urls.gateway!, apps: Object.fromEntries(addresses) });
  const addWorker = async (name: string): Promise<Member> => {
    const deployable = TOPOLOGY.find((one) => one.name === name)!;
    const member = await begin(deployable);
    more.push(member);
    return member;
  };
  const { home, adminUrl } = installation;
  return { url: urls.gateway!, home, adminUrl, apps, redis: installation.redis, addWorker, close };
}

async function startMember(
  name: string,
  env: NodeJS.ProcessEnv,
  installation: Installation,
  signal?: AbortSignal,
): Promise<Member> {
  let { child, url } = await launch(name, env, installation, signal);
  const member: Member = {
    name,
    url,
    get pid() {
      return child.pid!;
    },
    kill: (signal = 'SIGKILL') => ended(child, signal),
    async restart() {
      await member.kill('SIGTERM');
      ({ child, url } = await launch(name, { ...env, PORT: new URL(member.url).port }, installation));
    },
  };
  return member;
}

type Launched = { child: ChildProcess; url: string };

async function launch(
  name: string,
  env: NodeJS.ProcessEnv,
  { offspring }: Installation,
  signal?: AbortSignal,
): Promise<Launched> {
  signal?.throwIfAborted();
  const { PATH, HOME } = process.env;
  const child = offspring.born((kin) =>
    fork(programOf(name), { env: { PATH, HOME, ...env }, stdio: ['ignore', 'inherit', 'inherit', 'ipc', kin] }),
  );
  const ready = once(child, 'message', { signal }) as Promise<[{ url: string }]>;
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`${name} ended with ${code} before it was ready`);
  });
  failed.catch(() => {});
  try {
    const [{ url }] = await Promise.race([ready, failed]);
    return { child, url };
  } catch (error) {
    await ended(child, 'SIGTERM');
    signal?.throwIfAborted();
    throw error;
  }
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}
