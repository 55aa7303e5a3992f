import type { Running } from '@takwin/platform/http/service';
import { explain } from './explain.js';
import { homeOf, openHouse, portOf, type House } from './house.js';
import { claim, dropNote, writeNote } from './run-note.js';
import { HOUSE } from './topology.js';
import { untilToldToEnd } from './until-told.js';

export type Standing = { url: string; urls: Record<string, string>; close(): Promise<void> };

/** Starts every app in this process, and ends them in the reverse order. */
export async function startAll(house: House): Promise<Standing> {
  const running: Running[] = [];
  const urls: Record<string, string> = {};
  const close = async (): Promise<void> => {
    for (const one of running.reverse()) await one.close();
    await house.stop();
  };
  try {
    for (const place of HOUSE) {
      const { app } = await place.load();
      const started = await app.start(house.envOf(place, urls));
      running.push(started);
      urls[place.name] = started.url;
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { url: urls.gateway!, urls, close };
}

/** `npm start`: everything in one process, until Ctrl-C or SIGTERM. */
export async function main(): Promise<number> {
  const from = performance.now();
  const home = homeOf();
  try {
    const port = portOf();
    await claim(home, port);
    const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = process.env;
    const house = await openHouse({ home, port, databaseUrl, redisUrl });
    const { url, urls, close } = await startAll(house);
    const { pid } = process;
    const apps = Object.fromEntries(Object.entries(urls).map(([name, one]) => [name, { url: one, pid }]));
    writeNote(home, { pid, gateway: url, apps });
    tell(url, (performance.now() - from) / 1000);
    await untilToldToEnd(async () => {
      dropNote(home);
      await close();
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
