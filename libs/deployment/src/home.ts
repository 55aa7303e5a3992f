import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ConfigError } from '@takwin/platform/config';
import { Lock } from '@takwin/platform/processes';

/** The folder of the data: TAKWIN_HOME, or .takwin in the folder that the command is run in. */
export const homeOf = (env: NodeJS.ProcessEnv = process.env): string => resolve(env.TAKWIN_HOME ?? '.takwin');

/** Where a house answers. */
export type Addresses = { gateway: string; apps: Record<string, { url: string; pid: number }> };
type Holder = { pid: number; runs: string };
export type RunNote = Holder & Addresses;

// Longer than anybody takes who only looks, or who writes down that it holds the home.
const PATIENCE = 1_000;

const lockIn = (path: string): string => join(path, 'home.lock');
const noteIn = (path: string): string => join(path, 'run.json');

/** The folder of a house's data while one process has it for itself. The note in it says which, and where the house answers. */
export class Home {
  private constructor(
    readonly path: string,
    private readonly holder: Holder,
    private readonly lock: Lock,
  ) {
    this.withdraw();
  }

  /** Takes a home, before anything in it is touched; refuses (ConfigError) one that another process holds, and says which. */
  static async take(path: string, runs: string, signal?: AbortSignal): Promise<Home> {
    await makeFolder(path);
    const lock = await Lock.wait(lockIn(path), PATIENCE, signal);
    if (lock) return new Home(path, { pid: process.pid, runs }, lock);
    const { pid, runs: what } = noteOf(path) ?? {};
    const holder = pid ? `process ${pid} (${what ?? 'Takwin'})` : 'another process';
    throw new ConfigError(`${holder} holds ${path} already: end it, or set TAKWIN_HOME for another copy`);
  }

  /** Writes down where the house answers, for commands that want to reach it. */
  announce(where: Addresses): void {
    this.#write(where);
  }

  /** Sends nobody here any more. */
  withdraw(): void {
    this.#write({});
  }

  leave(): void {
    rmSync(noteIn(this.path), { force: true });
    this.lock.release();
  }

  #write(where: Partial<Addresses>): void {
    const draft = `${noteIn(this.path)}.draft`;
    writeFileSync(draft, JSON.stringify({ ...this.holder, ...where }, null, 2));
    renameSync(draft, noteIn(this.path));
  }
}

/** The house that answers on this home, or undefined. */
export function runningOn(path: string): RunNote | undefined {
  const note = noteOf(path);
  return note?.gateway && note.apps && Lock.isHeld(lockIn(path)) ? (note as RunNote) : undefined;
}

function noteOf(path: string): (Holder & Partial<Addresses>) | undefined {
  try {
    return JSON.parse(readFileSync(noteIn(path), 'utf8')) as Holder & Partial<Addresses>;
  } catch {
    return undefined;
  }
}

// Not by `recursive`: where a folder refuses to hold another (/proc does), Node's own tries again for ever.
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await isFolder(path))) return;
    if (code !== 'ENOENT' || dirname(path) === path || (await isFolder(dirname(path))))
      throw new ConfigError(`TAKWIN_HOME: ${path} is no folder, and cannot be made one: ${message}`);
    await makeFolder(dirname(path));
    await makeFolder(path);
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
