import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Home } from './home.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'takwin-home-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a home', () => {
  it('is made with all folders above it, for one alone, who is named to others', async () => {
    const path = join(folder, 'one', 'two', 'home');
    const home = await Home.take(path, 'a spec');
    await expect(Home.take(path, 'another')).rejects.toThrow(`process ${process.pid} (a spec) holds ${path} already`);
    home.leave();
    (await Home.take(path, 'another')).leave();
  });

  it('is refused where it is a file, or where no folder can be made', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    for (const path of [file, join(file, 'below'), ...(process.platform === 'linux' ? ['/proc/x', '/proc/x/y'] : [])])
      await expect(Home.take(path, 'a spec')).rejects.toThrow('TAKWIN_HOME');
  });
});
