import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { access, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Offspring } from '../processes/offspring.js';
import { connected } from '../postgres/connection.js';
import type { Owner } from './embedded-owner.js';

type ServerFolder = {
  /** PostgreSQL's programs and libraries. */
  native: string;
  /** The folder that holds the data folder. */
  place: string;
  owner: Owner;
  password: string;
  /** The processes that serve the place. */
  offspring: Offspring;
};

const TO_COME = 30_000;
const TO_END = 8_000;
const POSIX = process.platform !== 'win32';

/** PostgreSQL on one data folder; whoever starts it has locked the place that holds it. */
export class Server {
  readonly #data: string;

  /** `signal` ends what is being started. */
  constructor(
    private readonly ground: ServerFolder,
    private readonly signal?: AbortSignal,
  ) {
    this.#data = join(ground.place, 'data');
  }

  /** The port of the server that runs on the data already; waits for what a killed start has left to be up, or to be gone. */
  async running(): Promise<number | undefined> {
    for (const end = performance.now() + TO_COME; performance.now() < end; await this.#pause()) {
      const first = await this.#first();
      if (first?.port && (await this.#answers(first.port))) return first.port;
      if (!first && !this.ground.offspring.isAlive) return undefined;
    }
    throw new Error(`a process holds ${this.#data} and does not answer as its PostgreSQL`);
  }

  /** Starts it, on data that are made where there are none yet; returns its port. */
  async start(port: number, settings: Record<string, string | number>): Promise<number> {
    if (!(await exists(join(this.#data, 'PG_VERSION')))) await this.#initialise();
    const end = (): void => void this.stop().catch(() => {});
    this.signal?.addEventListener('abort', end);
    try {
      await this.#launch(port, settings);
      this.signal?.throwIfAborted();
      const up = await this.running();
      if (!up) throw new Error(`PostgreSQL did not come up: see ${join(this.ground.place, 'postgres.log')}`);
      return up;
    } catch (error) {
      await this.stop();
      this.signal?.throwIfAborted();
      throw error;
    } finally {
      this.signal?.removeEventListener('abort', end);
    }
  }

  /** Ends it within 8 seconds, be it still on its way up; at once and without a checkpoint where it takes more than three. */
  async stop(): Promise<void> {
    const end = performance.now() + TO_END;
    for (let mode = 'fast'; (await this.#first()) || this.ground.offspring.isAlive; await pause(20)) {
      if (performance.now() > end) throw new Error(`PostgreSQL on ${this.#data} does not end`);
      if (!(await this.#first())) continue;
      const stop = this.#tool('pg_ctl', ['stop', '-D', this.#data, '-m', mode, '-w', '-t', '3', '-s']);
      // Where it is no failure, another who had adopted it was first.
      await stop.catch(() => (mode = 'immediate'));
    }
  }

  url(port: number): string {
    return `postgres://takwin:${this.ground.password}@127.0.0.1:${port}/postgres`;
  }

  // Made beside and then renamed, which is refused where anything lies already: data are whole, and never removed.
  async #initialise(): Promise<void> {
    const draft = join(this.ground.place, 'draft');
    const secret = join(this.ground.place, 'password');
    await rm(draft, { recursive: true, force: true });
    try {
      await this.#tool(
        'initdb',
        [
          ...['-D', draft, '-U', 'takwin', '-A', 'scram-sha-256', `--pwfile=${secret}`, '-E', 'UTF8', '--no-sync'],
          ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'],
        ],
        this.signal,
      );
      await rename(draft, this.#data);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }

  #launch(port: number, settings: Record<string, string | number>): Promise<void> {
    const options = Object.entries({ ...settings, port }).map(([name, value]) => `-c ${name}='${value}'`);
    return this.#tool('pg_ctl', [
      ...['start', '-D', this.#data, '-w', '-t', '60', '-s'],
      ...['-l', join(this.ground.place, 'postgres.log'), '-o', options.join(' ')],
    ]);
  }

  /** The first process of the server, where it lives, and its port, once it has one. */
  async #first(): Promise<{ process: number; port: number } | undefined> {
    const text = await readFile(join(this.#data, 'postmaster.pid'), 'utf8').catch(() => '');
    const [process, , , port] = text.split('\n').map(Number);
    return process && isAlive(process) ? { process, port: port ?? 0 } : undefined;
  }

  #answers(port: number): Promise<boolean> {
    const config = { connectionString: this.url(port), connectionTimeoutMillis: 2_000 };
    return connected(config, async (client) => {
      const { rows } = await client.query<{ data_directory: string }>('show data_directory');
      return rows[0]!.data_directory === this.#data;
    }).catch(() => false);
  }

  #pause(): Promise<void> {
    return pause(50, undefined, { signal: this.signal });
  }

  // In a group of its own: Ctrl-C in a terminal reaches us alone, and we end it with all that it has started.
  async #tool(name: string, args: string[], signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const { native, place, owner, offspring } = this.ground;
    const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', HOME: place };
    const as = owner.changes ? { uid: owner.uid, gid: owner.gid } : {};
    const child = offspring.born((end) =>
      spawn(join(native, 'bin', name), args, {
        ...{ cwd: place, env, ...as, detached: POSIX, windowsHide: true },
        stdio: ['ignore', 'ignore', 'pipe', end],
      }),
    );
    let said = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4_000)));
    const kill = (): void => killAll(child);
    signal?.addEventListener('abort', kill);
    try {
      const [code, by] = (await once(child, 'close')) as [number | null, string | null];
      signal?.throwIfAborted();
      if (code !== 0) throw new Error(`${name} failed: ${said.trim() || (by ?? code)}`);
    } finally {
      signal?.removeEventListener('abort', kill);
    }
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

function killAll(child: ChildProcess): void {
  try {
    if (POSIX && child.pid) process.kill(-child.pid, 'SIGKILL');
    else child.kill();
  } catch {
    // It has ended before.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
