import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@takwin/demo/client';
import { stableId } from '@takwin/platform/schema';
import { DEVELOPMENT } from '@takwin/simulators/tenants';
import sql from 'sql-template-tag';
import { licensingEnvironment, type LicensingEnvironment } from './testing/licensing-environment.js';

const STUDENT = '314c4481-f395-4525-be8b-2ec4bb1e9d91';
const FACULTY = '94763226-9b3c-4e75-a931-5c89701abe66';
const INITIAL_SECRET_KEY = Buffer.alloc(32, 7).toString('base64');
const academyId = stableId('test', 'academy');
const prisonId = stableId('test', 'prison');

let house: LicensingEnvironment;
let admin: LicensingEnvironment['admin'];
let microsoft: Awaited<ReturnType<LicensingEnvironment['provisioner']>>;
let cloud: typeof microsoft.cloud;

beforeAll(async () => {
  house = await licensingEnvironment({ secret: INITIAL_SECRET_KEY });
  ({ admin } = house);
  await house.academy(academyId, 'ordinary');
  await house.academy(prisonId, 'prison');
  microsoft = await house.provisioner({
    set: {
      GRAPH_TENANT: DEVELOPMENT.tenantId,
      GRAPH_CLIENT_ID: DEVELOPMENT.clientId,
      GRAPH_CLIENT_SECRET: DEVELOPMENT.clientSecret,
      GRAPH_DOMAIN: DEVELOPMENT.domain,
      GRAPH_GROUP_LOOK_SECONDS: '0.5',
      INITIAL_SECRET_KEY,
    },
  });
  ({ cloud } = microsoft);
});

afterAll(async () => {
  await house?.close();
  await microsoft?.close();
});

let stop: () => void;
beforeEach(async () => {
  stop = house.tick();
  await cloud.patch('/_simulator/settings', { seed: 1, faults: { lost: 0, throttled: 0, unavailable: 0 } });
});
afterEach(() => stop());

async function people(number: number, { academy = academyId, kind = 'trainee', active = true } = {}) {
  const persons = await house.people(number, { academyId: academy, kind, active });
  return persons.map(({ id }) => id);
}
const start = (persons: string[], about: object = {}) =>
  admin.post('/v1/provisioning-runs', { skuId: STUDENT, action: 'assign', persons, ...about });
const done = (id: string) =>
  until(
    async () => (await admin.get(`/v1/provisioning-runs/${id}`)).body,
    ({ state }) => state !== 'running',
    60,
    'the run to end',
  );
const pool = async () =>
  (await admin.get('/v1/seat-pools')).body.items.find(({ skuId }: { skuId: string }) => skuId === STUDENT);

describe('a provisioning run', () => {
  it('makes the accounts that are missing and gives each a licence, once', async () => {
    const persons = await people(45);
    const run = await start(persons);
    expect(run).toMatchObject({ status: 202, body: { total: 45, state: 'running' } });
    expect(await done(run.body.id)).toMatchObject({ state: 'done', done: 45, failed: 0, unknown: 0, progress: 1 });
    expect((await pool()).used).toBe(45);
    expect((await start(persons)).body).toMatchObject({ state: 'done', done: 45 });
    const { body } = await cloud.get('/_simulator/summary');
    expect(body).toMatchObject({ doubled: 0, tenants: [{ users: 45 }] });
    const { items } = (await admin.get(`/v1/licences?personId=${persons[0]}`)).body;
    expect(items).toMatchObject([{ sku: 'STANDARDWOFFPACK_STUDENT', state: 'assigned' }]);
  });

  it('bears lost answers, 429s and 503s: nothing lost, nothing doubled, nobody asked too early', async () => {
    const bearable = { unavailable: 0.02, throttled: 0.01, throttledSeconds: 0.3 };
    await cloud.patch('/_simulator/settings', { faults: { ...bearable, lost: 0.5 } });
    const run = await start(await people(120));
    const unanswered = async () => (await cloud.get('/_simulator/summary')).body.unanswered;
    await until(unanswered, (number) => number > 0, 20, 'an answer to be lost');
    await cloud.patch('/_simulator/settings', { faults: { ...bearable, lost: 0.03 } });
    expect(await done(run.body.id)).toMatchObject({ state: 'done', done: 120, failed: 0, unknown: 0 });
    const { body } = await cloud.get('/_simulator/summary');
    expect(body).toMatchObject({ doubled: 0, early: { calls: 0 } });
  }, 90_000);

  it('tells who may not have one, and why, before anything is sent', async () => {
    const [inside] = await people(1, { academy: prisonId });
    const [gone] = await people(1, { active: false });
    const [teacher] = await people(1, { kind: 'trainer' });
    const run = await start([inside!, gone!, teacher!]);
    expect(run.body).toMatchObject({ state: 'done', failed: 3 });
    const { items } = (await admin.get(`/v1/provisioning-runs/${run.body.id}/outcomes`)).body;
    const reasons = Object.fromEntries(items.map(({ personId, reason }: Record<string, string>) => [personId, reason]));
    expect(reasons).toEqual({
      [inside!]: 'PRISON_NO_PERSONAL_ACCOUNT',
      [gone!]: 'PERSON_NOT_ACTIVE',
      [teacher!]: 'SKU_FOR_ANOTHER_AUDIENCE',
    });
  });

  it('takes licences back, and gives the seats back with them', async () => {
    const persons = await people(25);
    await done((await start(persons)).body.id);
    const before = (await pool()).used;
    const run = await start(persons, { action: 'revoke' });
    expect(await done(run.body.id)).toMatchObject({ state: 'done', done: 25 });
    expect((await pool()).used).toBe(before - 25);
  });

  it('is refused with an unknown product, nobody chosen, too few seats, or both ways of choosing', async () => {
    const persons = await people(2);
    const code = async (about: object) => (await start(persons, about)).body.code;
    expect(await code({ skuId: crypto.randomUUID() })).toBe('SKU_UNKNOWN');
    expect(await code({ skuId: `${STUDENT}\u00a0` })).toBe('INVALID_INPUT');
    expect(await code({ persons: [crypto.randomUUID()] })).toBe('RUN_IS_EMPTY');
    expect(await code({ filter: {} })).toBe('INVALID_INPUT');
    await house.sql(sql`update seat_pool set seats = 1 where sku_id = ${FACULTY}`);
    const staff = await people(2, { kind: 'staff' });
    const short = await start(staff, { skuId: FACULTY });
    expect(short).toMatchObject({ status: 409, body: { code: 'SEATS_SHORT', needed: 2, free: 1 } });
  });

  it('pauses, goes on, and is cancelled for whoever was not asked for', async () => {
    await cloud.patch('/_simulator/settings', { latencyMs: { min: 80, max: 120 } });
    const before = (await pool()).used;
    const run = (await start(await people(400))).body.id;
    expect((await admin.post(`/v1/provisioning-runs/${run}/pause`)).body.state).toBe('paused');
    expect((await admin.post(`/v1/provisioning-runs/${run}/retry`)).body.code).toBe('RUN_STATE_FORBIDS');
    expect((await admin.post(`/v1/provisioning-runs/${run}/resume`)).body.state).toBe('running');
    const cancelled = (await admin.post(`/v1/provisioning-runs/${run}/cancel`)).body;
    expect(cancelled.state).toBe('cancelled');
    await cloud.patch('/_simulator/settings', { latencyMs: { min: 0, max: 0 } });
    for (let tries = 0; tries < 100; tries++) {
      const { body } = await admin.get(`/v1/provisioning-runs/${run}`);
      if (body.unknown === 0) {
        expect((await pool()).used).toBe(before + body.done);
        return;
      }
      await new Promise((later) => setTimeout(later, 100));
    }
    throw new Error('who was being asked for was never settled');
  }, 90_000);

  it('gives licences by a group, tells late errors of the person, and takes them back through the group', async () => {
    await cloud.patch('/_simulator/settings', { groups: { processingMs: { min: 200, max: 600 } } });
    const persons = await people(45, { kind: 'staff' });
    await house.sql(sql`update seat_pool set seats = 20000 where sku_id = ${FACULTY}`);
    const run = await start(persons, { skuId: FACULTY, method: 'group' });
    expect(await done(run.body.id)).toMatchObject({ state: 'done', done: 45, failed: 0, method: 'group' });
    const { body } = await cloud.get('/_simulator/summary');
    expect(body).toMatchObject({ doubled: 0, memberships: 45 });
    const back = await start(persons, { skuId: FACULTY, action: 'revoke' });
    expect(await done(back.body.id)).toMatchObject({ state: 'done', done: 45 });
    const faculty = (await cloud.get('/_simulator/summary')).body.tenants[0].skus.find(
      ({ skuId }: { skuId: string }) => skuId === FACULTY,
    );
    expect(faculty.consumed).toBe(0);
  }, 60_000);

  it('is told as CSV, however many there are', async () => {
    const persons = await people(3);
    const { id } = (await start(persons)).body;
    await done(id);
    const answer = await fetch(`${house.url}/v1/provisioning-runs/${id}/outcomes.csv`, {
      headers: { authorization: `Bearer ${await house.tokens.of({ role: 'programme-admin' })}` },
    });
    const [header, ...lines] = (await answer.text()).trimEnd().split('\r\n');
    expect(header).toBe('personId,academyId,account,state,reason,attempts,requestId,reasonText');
    expect(lines).toHaveLength(3);
    expect(lines.map((line) => line.split(',')[0]).sort()).toEqual([...persons].sort());
    expect(lines[0]).toMatch(/,assigned,,1,[0-9a-f-]{36},$/);
    const other = await admin.get(`/v1/provisioning-runs/${crypto.randomUUID()}/outcomes.csv`);
    expect(other).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });

  it('hands the first password of a new account over once, and keeps none in clear', async () => {
    const [person, stranger] = [(await people(1))[0]!, crypto.randomUUID()];
    await done((await start([person])).body.id);
    const ask = () => admin.post('/v1/initial-secrets/hand-over', { personIds: [person, stranger] });
    const { body } = await ask();
    expect(body).toMatchObject({ items: [{ personId: person, password: expect.any(String) }], missing: [stranger] });
    const { password } = body.items[0];
    expect((await ask()).body).toEqual({ items: [], missing: [person, stranger] });
    const dump = await house.sql<{ row: string }>(sql`select to_jsonb(s)::text as row from initial_secret s`);
    expect(dump.map(({ row }) => row).join()).not.toContain(password);
    expect(dump.find(({ row }) => row.includes(person))!.row).toMatch(/"nonce": null/);
  });

  it('stops with the reason where the tenant refuses the app, and nobody fails for it', async () => {
    const persons = await people(30);
    await cloud.patch('/_simulator/settings', { faults: { forbidden: 1 } });
    const run = (await start(persons)).body.id;
    const stopped = await done(run);
    expect(stopped).toMatchObject({ state: 'paused', reason: 'GRAPH_CONSENT_MISSING', failed: 0 });
    await cloud.patch('/_simulator/settings', { faults: { forbidden: 0 } });
    expect((await admin.post(`/v1/provisioning-runs/${run}/resume`)).body).toMatchObject({ reason: null });
    expect(await done(run)).toMatchObject({ state: 'done', done: 30 });
  });

  it('gives no second run a person whom another one has, and is not edited once it is accepted', async () => {
    await cloud.patch('/_simulator/settings', { latencyMs: { min: 200, max: 300 } });
    const persons = await people(60);
    const first = (await start(persons)).body.id;
    const second = (await start(persons.slice(0, 5))).body;
    expect(second).toMatchObject({ state: 'done', failed: 5 });
    const { items } = (await admin.get(`/v1/provisioning-runs/${second.id}/outcomes`)).body;
    expect(new Set(items.map(({ reason }: { reason: string }) => reason))).toEqual(new Set(['PERSON_IN_ANOTHER_RUN']));
    expect((await admin.patch(`/v1/provisioning-runs/${first}`, { action: 'revoke' })).status).toBe(405);
    await cloud.patch('/_simulator/settings', { latencyMs: { min: 0, max: 0 } });
    expect(await done(first)).toMatchObject({ done: 60 });
    const cancelled = (await start(await people(2), { preflight: true })).body.id;
    await admin.post(`/v1/provisioning-runs/${cancelled}/cancel`);
    expect((await admin.post(`/v1/provisioning-runs/${cancelled}/resume`)).body).toMatchObject({
      code: 'RUN_STATE_FORBIDS',
      from: 'cancelled',
      to: 'running',
    });
  });

  it('refuses a service plan that the product does not have', async () => {
    const plan = crypto.randomUUID();
    const refused = await start(await people(1), { disabledPlans: [plan] });
    expect(refused).toMatchObject({ status: 422, body: { code: 'SERVICE_PLAN_UNKNOWN', plans: [plan] } });
  });
});
