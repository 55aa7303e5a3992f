import { TOPOLOGY } from '@takwin/contracts/topology';
import type { Running } from '@takwin/platform/service';
import { loadApp } from '@takwin/services/load-app';
import type { House } from './installation.js';

export type Standing = { url: string; urls: Record<string, string>; close(): Promise<void> };

/**
 * Starts every app in this process, and ends them in the reverse order, and the house after them. It does so by itself where
 * one fails, and where `signal` tells it to before all are up.
 */
export async function startAll(house: House, signal?: AbortSignal): Promise<Standing> {
  const running: Running[] = [];
  const urls: Record<string, string> = {};
  const close = async (): Promise<void> => {
    house.withdraw();
    for (const one of running.reverse()) await one.close();
    await house.stop();
  };
  try {
    for (const place of TOPOLOGY) {
      signal?.throwIfAborted();
      const app = await loadApp(place.name);
      const started = await app.start(house.envOf(place, urls));
      running.push(started);
      urls[place.name] = started.url;
    }
    signal?.throwIfAborted();
  } catch (error) {
    await close();
    throw error;
  }
  const { pid } = process;
  const apps = Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, { url, pid }]));
  house.announce({ gateway: urls.gateway!, apps });
  return { url: urls.gateway!, urls, close };
}
