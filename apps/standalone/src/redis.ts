import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';

export type LocalRedis = {
  url: string;
  pid: number;
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/** A redis-server of this machine as production runs one: append-only file, no eviction. Refuses where there is none. */
export async function startRedis(home: string): Promise<LocalRedis> {
  const folder = join(home, 'redis');
  await mkdir(folder, { recursive: true });
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const launch = async () => {
    const settings = ['--port', port, '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes'];
    const child = spawn('redis-server', [...settings, '--maxmemory-policy', 'noeviction', '--save', ''].map(String), {
      stdio: 'ignore',
    });
    const failed = once(child, 'error').then(([error]: unknown[]) => {
      throw new Error(`no redis-server: install it, or set REDIS_URL (${(error as Error).message})`);
    });
    await Promise.race([answering(url), failed]);
    return child;
  };
  let child = await launch();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  return {
    url,
    get pid() {
      return child.pid!;
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    async restart() {
      child = await launch();
    },
  };
}

async function answering(url: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
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

function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => found(port));
    });
  });
}
