import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '../processes/free-port.js';

/** A Redis for one test file, as production has it: append-only file, no eviction. `close` ends what was started for it. */
export type TestRedis = { url: string; close(): Promise<void> };

const SETTINGS = ['--appendonly', 'yes', '--maxmemory-policy', 'noeviction'];

/**
 * The Redis at TAKWIN_TEST_REDIS_URL, else one in a container where a Docker engine answers, else a `redis-server` of this
 * machine on a free port in a folder of its own; else null, with the reason printed: the caller skips its tests. One with
 * other `settings` (redis-server's arguments) is always started.
 */
export async function testRedis(settings: readonly string[] = SETTINGS): Promise<TestRedis | null> {
  const url = process.env.TAKWIN_TEST_REDIS_URL;
  if (url && settings === SETTINGS) return { url, close: async () => {} };
  const reasons: string[] = [];
  for (const start of [inContainer, onThisMachine]) {
    try {
      return await start(settings);
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  console.warn(`Skipped what needs Redis: TAKWIN_TEST_REDIS_URL is not set; ${reasons.join('; ')}`);
  return null;
}

async function inContainer(settings: readonly string[]): Promise<TestRedis> {
  const { GenericContainer } = await import('testcontainers');
  const container = await new GenericContainer('redis:8')
    .withCommand(['redis-server', '--bind', '0.0.0.0', '--protected-mode', 'no', ...settings])
    .withExposedPorts(6379)
    .start();
  const url = `redis://${container.getHost()}:${container.getMappedPort(6379)}`;
  const close = async () => void (await container.stop());
  const failure = await answers(url);
  if (!failure) return { url, close };
  await close();
  throw failure;
}

async function onThisMachine(settings: readonly string[]): Promise<TestRedis> {
  const home = await mkdtemp(join(tmpdir(), 'takwin-redis-'));
  const port = await freePort();
  const where = ['--port', String(port), '--bind', '127.0.0.1', '--dir', home, '--save', ''];
  const server = spawn('redis-server', [...where, ...settings], { stdio: 'ignore' });
  const ended = new Promise<Error>((resolve) => {
    server.once('error', (error) => resolve(error));
    server.once('exit', (code) => resolve(new Error(`redis-server ended with ${code}`)));
  });
  const close = async () => {
    if (server.kill('SIGKILL')) await ended;
    await rm(home, { recursive: true, force: true });
  };
  const url = `redis://127.0.0.1:${port}`;
  const failure = await Promise.race([ended, answers(url)]);
  if (!failure) return { url, close };
  await close();
  throw failure;
}

/** Undefined once the server answers; an error after 10 s. */
async function answers(url: string): Promise<Error | undefined> {
  const client = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null, lazyConnect: true });
  client.on('error', () => {});
  try {
    const late = pause(10_000, new Error('redis-server did not answer within 10 s'), { ref: false });
    return await Promise.race([client.ping().then(() => undefined), late]);
  } finally {
    client.disconnect();
  }
}
