import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ConfigError } from '@takwin/platform/config';
import { composePiped } from './compose.js';
import { sealing } from './sealed.js';

/** Runs one of PostgreSQL's own tools beside the house's database, with the administrator's password. */
export const postgresTool = (...args: string[]): ReturnType<typeof composePiped> =>
  composePiped(['--profile', 'tools', 'run', '--rm', '-T', '--no-deps', 'postgres-tools', ...args]);

/** The key under which backups are sealed: 32 bytes in base64, in the file backup_key of the secrets. */
export async function backupKey(folder = process.env.TAKWIN_SECRETS ?? '.secrets'): Promise<Buffer> {
  const file = join(folder, 'backup_key');
  const text = await readFile(file, 'utf8').catch(() => {
    throw new ConfigError(
      `${file} cannot be read: npm run secrets writes it, and a backup needs the one that sealed it`,
    );
  });
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== 32) throw new ConfigError(`${file} does not hold 32 bytes in base64`);
  return key;
}

/** `to` is a folder; `plain` leaves the backup unsealed. */
export type Backup = { to: string; plain: boolean };

/**
 * One pg_dump of all schemas of the house in containers, as they stood at one instant, while it runs; returns its path. There is no
 * file under that name until it is whole.
 */
export async function backUp({ to, plain }: Backup): Promise<string> {
  const key = plain ? undefined : await backupKey();
  const at = new Date().toISOString().replace(/[:.]/g, '-');
  const file = join(resolve(to), `takwin-${at}.dump${plain ? '' : '.sealed'}`);
  const part = `${file}.part`;
  await mkdir(resolve(to), { recursive: true, mode: 0o700 });
  try {
    // What a queue store holds is woken again by the sweepers.
    const { child, ended } = postgresTool('pg_dump', '--format=custom', '--exclude-schema=jobs', '--dbname=takwin');
    const written = createWriteStream(part, { mode: 0o600, flags: 'wx' });
    const piped = key ? pipeline(child.stdout!, sealing(key), written) : pipeline(child.stdout!, written);
    await Promise.all([piped, ended]);
    if ((await stat(part)).size < 1_000) throw new ConfigError('pg_dump wrote next to nothing');
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
  }
  return file;
}
