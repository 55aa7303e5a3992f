import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigError } from '@takwin/platform/config';
import { temporaryHome } from '@takwin/platform/testing';
import { Home, runningOn } from './home.js';

const WHERE = { gateway: 'http://127.0.0.1:4000', apps: { gateway: { url: 'http://127.0.0.1:4000', pid: 1 } } };

let path: string;

beforeEach(async () => {
  path = await temporaryHome('home');
});
afterEach(() => rm(path, { recursive: true }));

describe('a home', () => {
  it('is held by one, and whoever comes second is told by whom and touches nothing', async () => {
    const home = await Home.take(path, 'npm start');
    const before = await readdir(path);
    const second = Home.take(path, 'npm run cluster');
    await expect(second).rejects.toThrow(ConfigError);
    await expect(second).rejects.toThrow(
      `process ${process.pid} (npm start) holds ${path} already: end it, or set TAKWIN_HOME for another copy`,
    );
    expect(await readdir(path)).toEqual(before);
    home.leave();
    (await Home.take(path, 'npm run cluster')).leave();
    const deep = await Home.take(join(path, 'not', 'there', 'yet'), 'npm start');
    deep.leave();
  });

  it('says where its house answers from when it is ready until it closes', async () => {
    expect(runningOn(path)).toBeUndefined();
    const home = await Home.take(path, 'npm start');
    expect(runningOn(path)).toBeUndefined();
    home.announce(WHERE);
    expect(runningOn(path)).toEqual({ pid: process.pid, runs: 'npm start', ...WHERE });
    home.withdraw();
    expect(runningOn(path)).toBeUndefined();
    home.leave();
  });

  it('does not take the note of a house that was killed for a house', async () => {
    await writeFile(join(path, 'run.json'), JSON.stringify({ pid: process.pid, runs: 'npm start', ...WHERE }));
    expect(runningOn(path)).toBeUndefined();
    const home = await Home.take(path, 'npm start');
    expect(runningOn(path)).toBeUndefined();
    home.leave();
  });

  it('is refused where it is a file, or where no folder can be made', async () => {
    const file = join(path, 'file');
    await writeFile(file, '');
    for (const wrong of [file, join(file, 'below'), ...(process.platform === 'linux' ? ['/proc/x', '/proc/x/y'] : [])])
      await expect(Home.take(wrong, 'a spec')).rejects.toThrow('TAKWIN_HOME');
  });
});
