import { existsSync } from 'node:fs';
import { open, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A server that was started for this run; `container` is what the run has to end. */
type Started = { url: string; container?: string };

// What a crash could lose is thrown away anyway; every worker has several databases open.
const SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 300 };
const PATIENCE = 180_000;

/**
 * The administrator's URL of the PostgreSQL that tests use: TAKWIN_TEST_DATABASE_URL; else one in a container where a Docker
 * engine answers; else the embedded one. The first spec of a run that asks starts it, for all of its workers;
 * end-server.js ends it.
 */
export async function testServer(): Promise<string> {
  const { TAKWIN_TEST_DATABASE_URL: given, TAKWIN_TEST_RUN: run } = process.env;
  if (given) return given;
  if (!run) throw new Error('no TAKWIN_TEST_DATABASE_URL, and this is no run of jest.preset.js');
  const note = join(run, 'server.json');
  if (await isFirst(run)) await announce(note, await start(run));
  return urlIn(note);
}

async function isFirst(run: string): Promise<boolean> {
  try {
    await (await open(join(run, 'asked-for'), 'wx')).close();
    return true;
  } catch {
    return false;
  }
}

async function start(run: string): Promise<Started | { error: string }> {
  try {
    return await inContainer();
  } catch (reason) {
    console.info(`Tests use the embedded PostgreSQL: ${messageOf(reason)}`);
  }
  try {
    return await embedded(run);
  } catch (error) {
    return { error: messageOf(error) };
  }
}

async function inContainer(): Promise<Started> {
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const container = await new PostgreSqlContainer('postgres:18').withCommand(['postgres', ...settings]).start();
  return { url: container.getConnectionUri(), container: container.getId() };
}

async function embedded(run: string): Promise<Started> {
  const { startEmbedded } = await import('../embedded-postgres/embedded.js');
  const { url } = await startEmbedded({ home: join(run, 'postgres'), settings: SETTINGS });
  return { url };
}

async function announce(note: string, started: Started | { error: string }): Promise<void> {
  await writeFile(`${note}.part`, JSON.stringify(started));
  await rename(`${note}.part`, note);
}

async function urlIn(note: string): Promise<string> {
  for (let waited = 0; !existsSync(note); waited += 50) {
    if (waited > PATIENCE) throw new Error('the PostgreSQL of this run was not started in time');
    await pause(50);
  }
  const started = JSON.parse(await readFile(note, 'utf8')) as Started | { error: string };
  if ('error' in started) throw new Error(`no PostgreSQL for this run: ${started.error}`);
  return started.url;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
