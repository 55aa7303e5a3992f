import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { explain } from './explain.js';
import { homeOf, openHouse, portOf } from './house.js';
import { startRedis, type LocalRedis } from './redis.js';
import { claim, dropNote, writeNote } from './run-note.js';
import { HOUSE, type Place } from './topology.js';
import { untilToldToEnd } from './until-told.js';

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
type Options = { home: string; port: number; backend: Backend; env?: NodeJS.ProcessEnv };

const PROCESS = fileURLToPath(new URL('process.js', import.meta.url));

/** Starts a process per app, each on a free port; the queue is on PostgreSQL, or on a redis-server of this machine. */
export async function startCluster({ home, port, backend, env = {} }: Options): Promise<Cluster> {
  const redis = backend === 'redis' && !process.env.REDIS_URL ? await startRedis(home) : undefined;
  const redisUrl = backend === 'redis' ? (process.env.REDIS_URL ?? redis!.url) : undefined;
  const { DATABASE_URL: databaseUrl } = process.env;
  const house = await openHouse({ home, port, databaseUrl, redisUrl, env });
  const apps: Record<string, Member> = {};
  const more: Member[] = [];
  const urls: Record<string, string> = {};
  const close = async (): Promise<void> => {
    const members = [...more, ...HOUSE.flatMap(({ name }) => apps[name] ?? []).reverse()];
    for (const member of members) await member.kill('SIGTERM');
    await redis?.stop();
    await house.stop();
  };
  const begin = (place: Place): Promise<Member> => startMember(place.name, house.envOf(place, urls));
  try {
    for (const place of HOUSE) {
      apps[place.name] = await begin(place);
      urls[place.name] = apps[place.name]!.url;
    }
  } catch (error) {
    await close();
    throw error;
  }
  const addWorker = async (name: string): Promise<Member> => {
    const place = HOUSE.find((one) => one.name === name)!;
    const member = await begin(place);
    more.push(member);
    return member;
  };
  return { url: urls.gateway!, home, adminUrl: house.adminUrl, apps, redis, addWorker, close };
}

async function startMember(name: string, env: NodeJS.ProcessEnv): Promise<Member> {
  let { child, url } = await launch(name, env);
  const member: Member = {
    name,
    url,
    get pid() {
      return child.pid!;
    },
    async kill(signal = 'SIGKILL') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
    async restart() {
      await member.kill('SIGTERM');
      ({ child, url } = await launch(name, { ...env, PORT: new URL(member.url).port }));
    },
  };
  return member;
}

async function launch(name: string, env: NodeJS.ProcessEnv): Promise<{ child: ChildProcess; url: string }> {
  const { PATH, HOME } = process.env;
  const child = fork(PROCESS, [name], { env: { PATH, HOME, ...env }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const told = once(child, 'message') as Promise<[{ url: string }]>;
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${name} ended with ${code} before it was ready`);
  });
  const [{ url }] = await Promise.race([told, ended]);
  ended.catch(() => {});
  return { child, url };
}

/** `npm run cluster`: a process per app, until Ctrl-C or SIGTERM. */
export async function main(args: string[]): Promise<number> {
  const from = performance.now();
  const { values } = parseArgs({ args, options: { backend: { type: 'string', default: 'postgres' } } });
  if (values.backend !== 'postgres' && values.backend !== 'redis') {
    process.stderr.write('usage: npm run cluster -- [--backend postgres|redis]\n');
    return 2;
  }
  const home = homeOf();
  try {
    const port = portOf();
    await claim(home, port);
    const cluster = await startCluster({ home, port, backend: values.backend });
    const members = Object.values(cluster.apps);
    for (const { name, pid, url } of members) process.stdout.write(`${name.padEnd(20)} ${pid}  ${url}\n`);
    const apps = Object.fromEntries(members.map(({ name, url, pid }) => [name, { url, pid }]));
    writeNote(home, { pid: process.pid, gateway: cluster.url, apps });
    process.stdout.write(`ready in ${((performance.now() - from) / 1000).toFixed(1)} s\n`);
    await untilToldToEnd(async () => {
      dropNote(home);
      await cluster.close();
    });
    return 0;
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    return 1;
  }
}
