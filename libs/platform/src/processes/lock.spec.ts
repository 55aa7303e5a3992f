import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Lock } from './lock.js';

// Another process that takes a lock by SQLite's own means, and keeps it.
const HOLD = `
  const { DatabaseSync } = require('node:sqlite');
  const file = new DatabaseSync(process.argv[1]);
  file.exec('begin exclusive');
  console.log('held');
  setInterval(() => file, 1000);`;

let folder: string;
const path = () => join(folder, 'lock');
const children: ChildProcess[] = [];

async function holder(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', HOLD, path()], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let complaints = '';
  child.stderr.on('data', (text) => (complaints += text));
  await once(child.stdout, 'data');
  expect(complaints).toBe('');
  return child;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'takwin-lock-'));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

describe('a lock', () => {
  it('is for one alone, in one process too, until it is released', () => {
    const lock = Lock.take(path())!;
    expect(Lock.take(path())).toBeUndefined();
    expect(Lock.isHeld(path())).toBe(true);
    lock.release();
    lock.release();
    expect(Lock.isHeld(path())).toBe(false);
    Lock.take(path())!.release();
  });

  it('is held against other processes, and free as soon as its holder is killed', async () => {
    const child = await holder();
    expect(Lock.take(path())).toBeUndefined();
    expect(await Lock.wait(path(), 100)).toBeUndefined();
    const waiting = Lock.wait(path(), 10_000);
    child.kill('SIGKILL');
    (await waiting)!.release();
  });

  it('is waited for no longer than its asker wants', async () => {
    const child = await holder();
    const gaveUp = new AbortController();
    const waiting = Lock.wait(path(), 10_000, gaveUp.signal);
    gaveUp.abort();
    await expect(waiting).rejects.toThrow();
    child.kill('SIGKILL');
    await once(child, 'exit');
  });

  it('is refused where the file is no lock, or cannot be written', async () => {
    const other = join(folder, 'other');
    await writeFile(other, 'something else, of more than the hundred bytes of a header'.repeat(10));
    expect(() => Lock.take(other)).toThrow(`${other} cannot be locked`);
    expect(() => Lock.take(join(folder, 'nowhere', 'lock'))).toThrow('cannot be locked');
    await chmod(path(), 0o444);
    // Root writes anywhere.
    if (process.getuid?.() !== 0) expect(() => Lock.take(path())).toThrow('cannot be locked');
  });
});
