import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The user whom PostgreSQL runs as; `changes` where that is not the one whom we run as. */
export type Owner = { uid: number; gid: number; changes: boolean };

const ROOT = 0;

/** Ourselves, or for root, whom PostgreSQL refuses, `postgres` or `nobody`. */
export async function ownerFor(): Promise<Owner> {
  const uid = process.getuid?.() ?? -1;
  const gid = process.getgid?.() ?? -1;
  if (uid !== ROOT) return { uid, gid, changes: false };
  const passwd = await readFile('/etc/passwd', 'utf8');
  for (const name of ['postgres', 'nobody']) {
    const [, , user, group] =
      passwd
        .split('\n')
        .find((line) => line.startsWith(`${name}:`))
        ?.split(':') ?? [];
    if (user && group) return { uid: Number(user), gid: Number(group), changes: true };
  }
  throw new Error('PostgreSQL does not run as root, and this system knows neither postgres nor nobody');
}

const X_OWNER = 0o100;
const X_GROUP = 0o010;
const X_OTHER = 0o001;

/** Whether the owner may enter a folder, and every folder that it stands in. */
export async function isReachableBy({ uid, gid }: Owner, folder: string): Promise<boolean> {
  for (let path = folder; ; path = dirname(path)) {
    const { mode, uid: user, gid: group } = await stat(path);
    const needed = user === uid ? X_OWNER : group === gid ? X_GROUP : X_OTHER;
    if ((mode & needed) === 0) return false;
    if (path === dirname(path)) return true;
  }
}
