import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TOPOLOGY } from '@takwin/contracts/topology';
import { runningOn } from '@takwin/deployment/home';
import { Launched, postmasterOf, processesOf, until } from '@takwin/deployment/testing/launched';
import { freePort } from '@takwin/platform/processes';
import { SystemClock } from '@takwin/platform/clock';
import { apiOf, temporaryHome } from '@takwin/platform/testing';
import { Issuer } from '@takwin/simulators/issuer/issuer';

const TO_END = 10_000;

let home: string;
let port: number;
let house: Launched;

beforeAll(async () => {
  home = await temporaryHome('house');
  port = await freePort();
});

afterAll(async () => {
  for (const pid of processesOf(home)) process.kill(pid, 'SIGKILL');
  await rm(home, { recursive: true, force: true });
});

const launch = async (args: string[], env?: NodeJS.ProcessEnv): Promise<void> => {
  house = Launched.npm(args, { home, port, env });
  await house.ready();
};

/** The promise of academies as the scoreboard shows it: what is to outlive each end. */
const promised = async (target?: number): Promise<number> => {
  const issuer = await Issuer.open(home, new SystemClock());
  const grant = { role: 'programme-admin', region: [], academy: [], group: [], hours: 1 };
  const admin = apiOf(`http://127.0.0.1:${port}`, (await issuer.token(grant as never)).token);
  const { body } = await admin.get('/v1/programme');
  if (target === undefined) return body.targets[0].target;
  const seen = { headers: { 'if-match': `"${body.targets[0].version}"` } };
  return (await admin.patch('/v1/programme/targets/academies', { target, reason: 'a later promise' }, seen)).body
    .targets[0].target;
};

describe('a house', () => {
  if (!existsSync('/proc/self/environ')) {
    it.skip('is watched through /proc, which this system has not', () => {});
    return;
  }

  it('starts from nothing, says where it is, answers, and ends with all its processes', async () => {
    await launch(['start']);
    expect(house.output).toContain(`http://127.0.0.1:${port}/graphql`);
    expect((await apiOf(`http://127.0.0.1:${port}`).get('/v1/openapi.json')).body).toMatchObject({ openapi: '3.1.0' });
    expect(await promised(321)).toBe(321);
    const { pid } = runningOn(home)!;
    expect(processesOf(home)).toEqual(expect.arrayContaining([pid, postmasterOf(home)]));
    house.tell('SIGTERM');
    await until(() => processesOf(home).length === 0, TO_END);
    expect(runningOn(home)).toBeUndefined();
  }, 120_000);

  it('stands in a process per app, and when its first process is killed the others go by themselves', async () => {
    await launch(['run', 'cluster'], { TAKWIN_BUILT: '1' });
    const { pid, apps } = runningOn(home)!;
    expect(Object.keys(apps)).toEqual(TOPOLOGY.map(({ name }) => name));
    const members = Object.values(apps).map((app) => app.pid);
    expect(new Set([pid, ...members]).size).toBe(TOPOLOGY.length + 1);
    expect(processesOf(home)).toEqual(expect.arrayContaining(members));
    expect(await promised()).toBe(321);
    expect(await promised(654)).toBe(654);
    process.kill(pid, 'SIGKILL');
    await house.ended();
    await until(() => processesOf(home).every((one) => !members.includes(one)), TO_END);
  }, 120_000);

  it('adopts the PostgreSQL that a killed one has left, with its data, and ends that too', async () => {
    const left = postmasterOf(home);
    expect(processesOf(home)).toContain(left);
    await launch(['start'], { TAKWIN_BUILT: '1' });
    expect(postmasterOf(home)).toBe(left);
    expect(await promised()).toBe(654);
    house.tell('SIGTERM');
    await until(() => processesOf(home).length === 0, TO_END);
  }, 120_000);
});
