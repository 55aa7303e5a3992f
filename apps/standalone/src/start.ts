import type { Running } from '@takwin/platform/service';
import { explain } from './explain.js';
import { homeOf, openHouse, portOf, type House } from './house.js';
import { HOUSE } from './topology.js';
import { untilToldToEnd } from './until-told.js';

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
    for (const place of HOUSE) {
      signal?.throwIfAborted();
      const { app } = await place.load();
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

/** `npm start`: everything in one process, until Ctrl-C or SIGTERM. @public */
export async function main(): Promise<number> {
  const from = performance.now();
  const { DATABASE_URL: databaseUrl, REDIS_URL } = process.env;
  const redis = REDIS_URL ? { url: REDIS_URL } : undefined;
  try {
    await untilToldToEnd(async (signal) => {
      const choices = { home: homeOf(), runs: 'npm start', port: portOf(), databaseUrl, redis, signal };
      const { url, close } = await startAll(await openHouse(choices), signal);
      tell(url, (performance.now() - from) / 1000);
      return close;
    });
    return 0;
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    return 1;
  }
}

function tell(url: string, seconds: number): void {
  process.stdout.write(`GraphQL   ${url}/graphql\nREST      ${url}/v1/programme\nOpenAPI   ${url}/v1/openapi.json\n`);
  process.stdout.write(`Docs      ${url}/docs\nready in ${seconds.toFixed(1)} s\n`);
}
