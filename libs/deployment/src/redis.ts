import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, type Offspring } from '@takwin/platform/processes';
import { Redis } from 'ioredis';

export type LocalRedis = {
  url: string;
  pid: number;
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * A redis-server of this machine as production runs one: append-only file, no eviction. Refuses where there is none; ends
 * what it has begun where it fails, or where `signal` tells it to.
 */
export async function startRedis(home: string, offspring: Offspring, signal?: AbortSignal): Promise<LocalRedis> {
  const folder = folderIn(home);
  await mkdir(folder, { recursive: true });
  const port = await freePort();
  // Before it runs: the next house finds it by this, if we are killed.
  await writeFile(portIn(home), String(port));
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  const launch = async (): Promise<void> => {
    const settings = ['--port', port, '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes'];
    const all = [...settings, '--maxmemory-policy', 'noeviction', '--save', ''].map(String);
    // In a group of its own: it ends after the apps, and not with them at Ctrl-C.
    child = offspring.born((kin) =>
      spawn('redis-server', all, { stdio: ['ignore', 'ignore', 'ignore', kin], detached: true }),
    );
    const failed = once(child, 'error').then(([error]: unknown[]) => {
      throw new Error(`no redis-server: install it, or set REDIS_URL (${(error as Error).message})`);
    });
    await Promise.race([answering(url, signal), failed]);
  };
  try {
    await launch();
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }
  return {
    url,
    get pid() {
      return child.pid!;
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    restart: launch,
  };
}

/** Tells the redis-server to end that a house on this home has left running, where there is one. */
export async function endLeftRedis(home: string): Promise<void> {
  const port = await readFile(portIn(home), 'utf8').catch(() => undefined);
  if (!port) return;
  const client = new Redis(Number(port), '127.0.0.1', { lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => {});
  try {
    await client.connect();
    const [, folder] = (await client.config('GET', 'dir')) as string[];
    if (folder === (await realpath(folderIn(home)))) await client.shutdown();
  } catch {
    // It is not up yet, or gone as it was told.
  } finally {
    client.disconnect();
  }
}

const folderIn = (home: string): string => join(home, 'redis');
const portIn = (home: string): string => join(folderIn(home), 'port');

async function answering(url: string, signal?: AbortSignal): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    signal?.throwIfAborted();
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => {});
    const pong = await client.connect().then(
      () => client.ping(),
      () => undefined,
    );
    client.disconnect();
    if (pong) return;
    await pause(50);
  }
  throw new Error('redis-server does not answer');
}
