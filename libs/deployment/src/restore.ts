import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TOPOLOGY } from '@takwin/contracts/topology';
import { ConfigError } from '@takwin/platform/config';
import { backupKey, postgresTool } from './backup.js';
import { compose, composeAloud, rowsOf } from './compose.js';
import { isSealed, unsealed } from './sealed.js';

const DRAFT = 'takwin_restored';
/** The database that was there before. */
export const BEFORE = 'takwin_before_restore';

/**
 * Puts a backup in the place of the database of the house in containers. The file is read through and restored beside it first: until
 * all of it is there the old one stays, and afterwards it is kept as BEFORE.
 */
export async function restore(file: string): Promise<void> {
  const read = await readerOf(file);
  await compose(['up', '-d', '--wait', '--no-deps', 'edge', 'postgres', 'redis']);
  await rowsOf(`drop database if exists ${DRAFT} with (force)`, 'postgres');
  await rowsOf(`create database ${DRAFT}`, 'postgres');
  // Roles and their rights in the database are none of a dump's.
  const admin = `ADMIN_DATABASE_URL=postgres://postgres@postgres:5432/${DRAFT}`;
  await compose(['run', '--rm', '-T', '--no-deps', '-e', admin, 'migrate', '--roles']);
  await fill(read());
  await compose(['stop', ...TOPOLOGY.filter(({ schema }) => schema).map(({ name }) => name)]);
  await swap();
  if ((await composeAloud(['up', '-d', '--wait'])) !== 0)
    throw new ConfigError(`the database is restored, but the house did not come up: docker compose logs`);
}

async function readerOf(file: string): Promise<() => Readable> {
  await access(file).catch(() => {
    throw new ConfigError(`${file} cannot be read`);
  });
  return (await isSealed(file)) ? unsealed(file, await backupKey()) : () => createReadStream(file);
}

async function fill(dump: Readable): Promise<void> {
  const quietly = ['--clean', '--if-exists', '--exit-on-error', '--single-transaction'];
  const { child, ended } = postgresTool('pg_restore', ...quietly, `--dbname=${DRAFT}`);
  const fed = pipeline(dump, child.stdin!).catch((error: NodeJS.ErrnoException) => {
    // pg_restore says why it took no more.
    if (error.code !== 'EPIPE') throw error;
  });
  await Promise.all([fed, ended]);
}

// Two renames: a house that looks in between finds no database, and never half of one.
async function swap(): Promise<void> {
  await rowsOf(`drop database if exists ${BEFORE} with (force)`, 'postgres');
  await rowsOf(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'takwin' and pid <> pg_backend_pid()`,
    'postgres',
  );
  await rowsOf(`alter database takwin rename to ${BEFORE}`, 'postgres');
  await rowsOf(`alter database ${DRAFT} rename to takwin`, 'postgres');
}
