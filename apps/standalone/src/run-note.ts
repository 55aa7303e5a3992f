import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ConfigError } from '@takwin/platform/config/env';

/** What is written down of a house that runs, for commands that want to reach it. */
export type RunNote = { pid: number; gateway: string; apps: Record<string, { url: string; pid: number }> };

const noteIn = (home: string): string => join(home, 'run.json');

/** The house that runs on this home, or undefined. */
export function runningOn(home: string): RunNote | undefined {
  try {
    const note = JSON.parse(readFileSync(noteIn(home), 'utf8')) as RunNote;
    process.kill(note.pid, 0);
    return note;
  } catch {
    return undefined;
  }
}

/** Refuses where the home is in use, or the port is. */
export async function claim(home: string, port: number): Promise<void> {
  const other = runningOn(home);
  if (other && other.pid !== process.pid)
    throw new ConfigError(`Takwin runs on ${home} already (process ${other.pid}): set TAKWIN_HOME for another copy`);
  await new Promise<void>((free, taken) => {
    const probe = createServer();
    probe.once('error', () => taken(new ConfigError(`port ${port} is in use: set PORT to another one`)));
    probe.listen(port, '127.0.0.1', () => probe.close(() => free()));
  });
}

export const writeNote = (home: string, note: RunNote): void =>
  writeFileSync(noteIn(home), JSON.stringify(note, null, 2));
export const dropNote = (home: string): void => rmSync(noteIn(home), { force: true });
