import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chownSync } from 'node:fs';
import { access, chmod, lstat, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { nativeFolder } from './embedded-binaries.js';
import { isReachableBy, ownerFor, type Owner } from './embedded-owner.js';

const run = promisify(execFile);

export type Embedded = {
  /** The administrator's URL, on 127.0.0.1. */
  url: string;
  port: number;
  /** Ends the server within 8 seconds, whoever started it. */
  stop(): Promise<void>;
};

type Options = {
  /** A folder of the caller's; the server keeps its data and its password under it, or says there where it had to. */
  home: string;
  /** A free one unless told. */
  port?: number;
  /** Settings of postgresql.conf. */
  settings?: Record<string, string | number>;
};

// Small: the whole house shares the machine with it.
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 200,
  shared_buffers: '64MB',
  max_wal_senders: 0,
  wal_level: 'minimal',
  io_method: 'sync',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/**
 * Starts the PostgreSQL that comes with npm, or adopts the one that runs on the same data already: a process that was killed
 * leaves its server behind, and the next start takes it over. Root hands it to another user, as PostgreSQL refuses root.
 */
export async function startEmbedded({ home, port, settings = {} }: Options): Promise<Embedded> {
  const owner = await ownerFor();
  const place = await placeOf(resolve(home), owner);
  const native = await nativeFolder(owner);
  const server = new Server(native, place, owner, await passwordOf(place, owner));
  const running = await server.running();
  if (running) return server.handle(running);
  await server.prepare();
  await server.start(port ?? (await freePort()), { ...SETTINGS, ...settings });
  const started = await server.running();
  if (!started) throw new Error(`PostgreSQL did not come up: see ${join(place, 'postgres.log')}`);
  return server.handle(started);
}

class Server {
  readonly #data: string;

  constructor(
    private readonly native: string,
    private readonly place: string,
    private readonly owner: Owner,
    private readonly password: string,
  ) {
    this.#data = join(place, 'data');
  }

  /** The port of the server that runs on the data and takes our password; waits for one that is starting or ending. */
  async running(): Promise<number | undefined> {
    for (let waited = 0; waited < 20_000; waited += 100) {
      const pid = await this.#pidFile();
      if (!pid || !isAlive(pid.process)) return undefined;
      if (pid.port && (await this.#answers(pid.port))) return pid.port;
      await pause(100);
    }
    throw new Error(`a process holds ${this.#data} and does not answer as its PostgreSQL`);
  }

  /** Makes the data folder where there is none yet; one that was left half made is made anew. */
  async prepare(): Promise<void> {
    if (await exists(join(this.#data, 'PG_VERSION'))) return;
    const draft = `${this.#data}.${process.pid}`;
    const secret = `${draft}.password`;
    await writeFile(secret, this.password, { mode: 0o600 });
    this.#give(secret);
    try {
      await this.#tool('initdb', [
        ...['-D', draft, '-U', 'takwin', '-A', 'scram-sha-256', `--pwfile=${secret}`, '-E', 'UTF8', '--no-sync'],
        ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'],
      ]);
      await rm(this.#data, { recursive: true, force: true });
      await rename(draft, this.#data);
    } finally {
      await rm(secret, { force: true });
      await rm(draft, { recursive: true, force: true });
    }
  }

  async start(port: number, settings: Record<string, string | number>): Promise<void> {
    const options = Object.entries({ ...settings, port }).map(([name, value]) => `-c ${name}='${value}'`);
    await this.#tool('pg_ctl', [
      ...['start', '-D', this.#data, '-w', '-t', '60', '-s'],
      ...['-l', join(this.place, 'postgres.log'), '-o', options.join(' ')],
    ]);
  }

  handle(port: number): Embedded {
    return { url: this.#url(port), port, stop: () => this.#stop() };
  }

  async #stop(): Promise<void> {
    const pid = await this.#pidFile();
    if (!pid || !isAlive(pid.process)) return;
    try {
      await this.#tool('pg_ctl', ['stop', '-D', this.#data, '-m', 'fast', '-w', '-t', '8', '-s']);
    } catch (error) {
      // Another one who had adopted it may have been first.
      if (!(await this.#gone(pid.process))) throw error;
    }
  }

  async #gone(pid: number): Promise<boolean> {
    for (let waited = 0; waited < 8_000 && isAlive(pid); waited += 50) await pause(50);
    return !isAlive(pid);
  }

  #url(port: number): string {
    return `postgres://takwin:${this.password}@127.0.0.1:${port}/postgres`;
  }

  async #answers(port: number): Promise<boolean> {
    const client = new pg.Client({ connectionString: this.#url(port), connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      const { rows } = await client.query<{ data_directory: string }>('show data_directory');
      return rows[0]!.data_directory === this.#data;
    } catch {
      return false;
    } finally {
      await client.end().catch(() => {});
    }
  }

  async #pidFile(): Promise<{ process: number; port: number } | undefined> {
    const text = await readFile(join(this.#data, 'postmaster.pid'), 'utf8').catch(() => '');
    const [process, , , port] = text.split('\n');
    return process ? { process: Number(process), port: Number(port) } : undefined;
  }

  #give(path: string): void {
    if (this.owner.changes) chownSync(path, this.owner.uid, this.owner.gid);
  }

  async #tool(name: string, args: string[]): Promise<void> {
    const { uid, gid, changes } = this.owner;
    const as = changes ? { uid, gid } : {};
    try {
      const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', HOME: this.place };
      await run(join(this.native, 'bin', name), args, { cwd: this.place, env, ...as });
    } catch (error) {
      const { stderr, message } = error as { stderr?: string; message: string };
      throw new Error(`${name} failed: ${(stderr || message).trim()}`, { cause: error });
    }
  }
}

/** Where the server keeps its files: under the home, unless the user whom it runs as cannot get there. */
async function placeOf(home: string, owner: Owner): Promise<string> {
  await mkdir(home, { recursive: true });
  const inside = join(home, 'postgres');
  if (owner.changes && !(await isReachableBy(owner, home))) {
    const name = `takwin-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`;
    const outside = join('/var/tmp', name);
    await makeOwn(outside, owner);
    // So that whoever looks for the data in the home finds it.
    await symlink(outside, inside).catch(() => {});
    return outside;
  }
  await makeOwn(inside, owner);
  return inside;
}

async function makeOwn(folder: string, { uid, gid, changes }: Owner): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { uid: now } = await lstat(folder);
  if (changes && now !== uid && now !== 0) throw new Error(`${folder} belongs to another user`);
  if (changes) chownSync(folder, uid, gid);
  else await chmod(folder, 0o700);
}

async function passwordOf(place: string, { uid, gid, changes }: Owner): Promise<string> {
  const file = join(place, 'password');
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known) return known;
  await writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' }).catch(() => {});
  if (changes) chownSync(file, uid, gid);
  return readFile(file, 'utf8');
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer().on('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => found(port));
    });
  });
}
