import { createHash, randomBytes } from 'node:crypto';
import { chownSync } from 'node:fs';
import { chmod, lstat, mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { freePort } from '../processes/free-port.js';
import { Lock } from '../processes/lock.js';
import { Offspring } from '../processes/offspring.js';
import { nativeFolder } from './embedded-binaries.js';
import { isReachableBy, ownerFor, type Owner } from './embedded-owner.js';
import { Server } from './embedded-server.js';

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
  /** Gives up what was begun, and ends it, when it is aborted before the server is up. */
  signal?: AbortSignal;
};

const PATIENCE = 90_000;

// Small: the whole house shares the machine with it. wal_level stays replica: under minimal a counter that is made and used in one
// transaction begins anew after a kill.
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 200,
  shared_buffers: '64MB',
  max_wal_senders: 0,
  io_method: 'sync',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Of a row that it refuses it would show the values, which may name somebody.
  log_error_verbosity: 'terse',
};

/**
 * Starts the PostgreSQL that comes with npm, or adopts the one that runs on the same data already: a process that was killed
 * leaves its server behind, and the next start takes it over. Of several that start it at once one does, and the others adopt
 * it. Root hands it to another user, as PostgreSQL refuses root.
 */
export async function startEmbedded({ home, port, settings = {}, signal }: Options): Promise<Embedded> {
  const owner = await ownerFor();
  const place = await directoryOf(resolve(home), owner);
  const native = await nativeFolder(owner);
  const lock = await Lock.wait(join(place, 'starting.lock'), PATIENCE, signal);
  if (!lock) throw new Error(`another process has been starting PostgreSQL in ${place} for ${PATIENCE / 1000} s`);
  try {
    const password = await passwordOf(place, owner);
    const offspring = await Offspring.at(join(place, 'offspring'));
    const server = new Server({ native, place, owner, password, offspring }, signal);
    const at =
      (await server.running()) ?? (await server.start(port ?? (await freePort()), { ...SETTINGS, ...settings }));
    return { url: server.url(at), port: at, stop: () => server.stop() };
  } finally {
    lock.release();
  }
}

/** Where the server keeps its files: under the home, unless the user whom it runs as cannot get there. */
async function directoryOf(home: string, owner: Owner): Promise<string> {
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

/** The administrator's password, made once. Whole or not at all: a start that is killed here leaves a home that works. */
async function passwordOf(place: string, { uid, gid, changes }: Owner): Promise<string> {
  const file = join(place, 'password');
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known) return known;
  const password = randomBytes(24).toString('base64url');
  const draft = `${file}.draft`;
  await writeFile(draft, password, { mode: 0o600 });
  if (changes) chownSync(draft, uid, gid);
  await rename(draft, file);
  return password;
}
