import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runningOn } from '@takwin/deployment/home';
import { Launched, processesOf, until } from '@takwin/deployment/testing/launched';
import { freePort } from '@takwin/platform/processes';
import { temporaryHome } from '@takwin/platform/testing';

const TO_END = 10_000;

let home: string;

beforeEach(async () => {
  home = await temporaryHome('first-start');
});
afterEach(async () => {
  for (const pid of processesOf(home)) process.kill(pid, 'SIGKILL');
  await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
});

const start = async (by: 'npm' | 'node'): Promise<Launched> =>
  Launched[by](['start'], { home, port: await freePort() });

describe('a first start', () => {
  if (!existsSync('/proc/self/environ')) {
    it.skip('is watched through /proc, which this system has not', () => {});
    return;
  }

  it('of two at once is one, and the other says whose the home is', async () => {
    const both = [await start('npm'), await start('node')];
    await until(() => both.some((one) => one.isReady) && both.some((one) => one.hasEnded), 100_000).catch((error) => {
      throw new Error(both.map(({ output }) => output).join('\n'), { cause: error });
    });
    const [ready, refused] = both[0]!.isReady ? both : both.reverse();
    expect(await refused!.ended()).toBe(1);
    expect(refused!.output).toContain(`process ${runningOn(home)!.pid} (npm start) holds ${home} already`);
    ready!.tell('SIGTERM');
    await until(() => processesOf(home).length === 0, TO_END);
  }, 120_000);

  it('that is interrupted while it makes its database leaves no process and no lock', async () => {
    const house = await start('node');
    await until(() => existsSync(join(home, 'postgres/draft/base')), 100_000);
    house.tellAll('SIGINT');
    await until(() => processesOf(home).length === 0, TO_END);
    expect(await house.ended()).toBe(0);
    expect(house.isReady).toBe(false);
    expect(runningOn(home)).toBeUndefined();
  }, 120_000);
});
