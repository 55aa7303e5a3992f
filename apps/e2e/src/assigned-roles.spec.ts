import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiOf, testTokens, type TestTokens } from '@takwin/platform/testing';
import { startHouse, TO_START, type House } from './testing/house.js';

let running: House;
let tokens: TestTokens;
let admin: ReturnType<typeof apiOf>;
/** Somebody of whom the identity provider knows the name alone. */
let amal: ReturnType<typeof apiOf>;

beforeAll(async () => {
  tokens = await testTokens();
  running = await startHouse(tokens.env);
  admin = apiOf(running.url, await tokens.of({ role: 'programme-admin' }));
  amal = apiOf(running.url, await tokens.of({ role: 'auditor', subject: 'amal', wire: { role: undefined } }));
}, TO_START);

afterAll(async () => {
  await running?.close();
  await tokens?.close();
});

/** A read of each service that a manager may ask for, and of a stranger's academy. */
const READS = ['/v1/persons', '/v1/trainers', '/v1/enrolments', '/v1/registrations', '/v1/licences'];
const statuses = (): Promise<number[]> =>
  Promise.all(READS.map(async (path) => (await amal.get(`${path}?first=1`)).status));
const WITHIN_A_MINUTE = 60_000;

async function until(is: () => Promise<boolean>): Promise<boolean> {
  for (const end = Date.now() + WITHIN_A_MINUTE; Date.now() < end; await pause(500)) if (await is()) return true;
  return false;
}

describe('a role that the register gives to somebody whose token names none', () => {
  it('is in effect in every service and through the gateway within a minute, and ends so', async () => {
    expect(await statuses()).toEqual(READS.map(() => 403));
    const [academy] = (await admin.get('/v1/academies?first=1')).body.items;
    const inAYear = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);
    const wish = { subject: 'amal', role: 'academy-manager', academyId: academy.id, until: inAYear };
    const { body: given, status } = await admin.post('/v1/assignments', wish);
    expect(status).toBe(201);
    expect(await until(async () => (await statuses()).every((one) => one === 200))).toBe(true);
    const persons = (await amal.get('/v1/persons?first=100')).body.items;
    expect(new Set(persons.map(({ academyId }: { academyId: string }) => academyId))).toEqual(new Set([academy.id]));
    const trainer = { subject: 'driss', role: 'trainer', academyId: academy.id };
    expect(await amal.post('/v1/assignments', { ...trainer, until: inAYear })).toMatchObject({ status: 201 });
    const longer = new Date(Date.now() + 301 * 86_400_000).toISOString().slice(0, 10);
    expect(await amal.post('/v1/assignments', { ...trainer, group: 'DEV101', until: longer })).toMatchObject({
      status: 403,
      body: { code: 'FORBIDDEN', hint: expect.stringContaining('durée') },
    });
    expect(await admin.post(`/v1/assignments/${given.id}/end`)).toMatchObject({ status: 200 });
    expect(await until(async () => (await statuses()).every((one) => one === 403))).toBe(true);
  }, 180_000);
});
