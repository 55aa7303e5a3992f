import { TOPOLOGY } from '@takwin/contracts/topology';
import type { Running } from '@takwin/platform/service';
import { loadApp } from '@takwin/services/load-app';
import type { Installation } from './installation.js';

export type RunningServices = { url: string; urls: Record<string, string>; close(): Promise<void> };

/**
 * Starts every app in this process, and ends them in the reverse order, and the installation after them. It does so by itself where
 * one fails, and where `signal` tells it to before all are up.
 */
export async function startServices(installation: Installation, signal?: AbortSignal): Promise<RunningServices> {
  const running: Running[] = [];
  const urls: Record<string, string> = {};
  const close = async (): Promise<void> => {
    installation.withdraw();
    for (const one of running.reverse()) await one.close();
    await installation.stop();
  };
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
