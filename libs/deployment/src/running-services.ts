import { setTimeout as pause } from 'node:timers/promises';
import { TOPOLOGY } from '@takwin/contracts/topology';
import type { Running } from '@takwin/platform/service';
import { loadApp } from '@takwin/services/load-app';
import type { Installation } from './installation.js';

// Of the nine seconds until the process is gone; PostgreSQL needs five of them at most.
const PATIENCE = 4_000;

export type RunningServices = { url: string; urls: Record<string, string>; close(): Promise<void> };

/**
 * Starts every app in this process, and ends them in the reverse order, and the installation after them. It does so by itself where
 * one fails, and where `signal` tells it to before all are up.
 */
export async function startServices(installation: Installation, signal?: AbortSignal): Promise<RunningServices> {
  const running: Running[] = [];
  const urls: Record<string, string> = {};
  const close = (): Promise<void> => closeServices(running, installation);
  try {
    for (const deployable of TOPOLOGY) {
      signal?.throwIfAborted();
      const app = await loadApp(deployable.name);
      const started = await app.start(installation.envOf(deployable, urls));
      running.push(started);
      urls[deployable.name] = started.url;
    }
    signal?.throwIfAborted();
  } catch (error) {
    await close();
    throw error;
  }
  const { pid } = process;
  const apps = Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, { url, pid }]));
  installation.announce({ gateway: urls.gateway!, apps });
  return { url: urls.gateway!, urls, close };
}

/**
 * Ends services in the reverse order, and the installation after them; those that have not ended after four seconds are left to the end of
 * the process, so that PostgreSQL never outlives it.
 */
export async function closeServices(
  running: readonly Pick<Running, 'close'>[],
  installation: Pick<Installation, 'withdraw' | 'stop'>,
): Promise<void> {
  installation.withdraw();
  const waited = new AbortController();
  const closed = (async () => {
    for (const one of running.toReversed()) await one.close();
  })();
  // Where it fails later, nobody waits for it any more.
  closed.catch(() => {});
  try {
    await Promise.race([closed, pause(PATIENCE, undefined, { signal: waited.signal })]);
  } finally {
    waited.abort();
    await installation.stop();
  }
}
