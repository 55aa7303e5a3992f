import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Offspring } from './offspring.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'takwin-offspring-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('offspring', () => {
  if (process.platform === 'win32') {
    it.skip('is never seen on Windows', () => {});
    return;
  }

  it('is seen for as long as a child runs, or a child of it that has outlived it', async () => {
    const offspring = await Offspring.at(join(folder, 'pipe'));
    expect(offspring.isAlive).toBe(false);
    const child: ChildProcess = offspring.born((end) =>
      spawn('sh', ['-c', 'sleep 60 & echo $!'], { stdio: ['ignore', 'pipe', 'ignore', end] }),
    );
    const [grandchild] = (await once(child.stdout!, 'data')) as [Buffer];
    await once(child, 'exit');
    // Another one who asks finds the same pipe.
    const asked = await Offspring.at(join(folder, 'pipe'));
    expect(asked.isAlive).toBe(true);
    process.kill(Number(String(grandchild)), 'SIGKILL');
    while (asked.isAlive) await new Promise((glance) => setTimeout(glance, 5));
    expect(offspring.isAlive).toBe(false);
  });
});
