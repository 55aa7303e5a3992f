import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { provisioningEnvironment } from './testing/provisioning-environment.js';

let ground: Awaited<ReturnType<typeof provisioningEnvironment>>;
beforeAll(async () => {
  ground = await provisioningEnvironment();
});
beforeEach(() => ground.reset());
afterAll(() => ground?.close());

// Office 365 A1 Plus for students: the simulated tenant has ten.
const SCARCE = 'e82ae690-a2d5-4d76-8d30-7c6e01e6022e';

const settings = (about: object) => ground.cloud.patch('/_simulator/settings', about);

describe('a run', () => {
  it('by group puts each person in once, though answers are lost', async () => {
    await settings({ faults: { lost: 0.2 }, latencyMs: { min: 5, max: 30 } });
    let persons = 0;
    const putIn = async (number: number) => {
      const run = await ground.accept(await ground.people(number), { method: 'group' });
      await ground.worker(ground.db).run();
      expect(await ground.runNow(run.id)).toMatchObject({ state: 'done', done: number, failed: 0 });
      persons += number;
    };
    await putIn(300);
    // Which answers are lost is drawn, in the order in which calls happen to come.
    while ((await ground.traffic()).unanswered === 0) await putIn(20);
    const { memberships, doubled, unanswered, skus } = await ground.traffic();
    expect(unanswered).toBeGreaterThan(0);
    expect([memberships, doubled, skus[0].assigned]).toEqual([persons, 0, persons]);
  }, 60_000);

  it('by group adds one by one those whom a PATCH was refused for, and not whom someone had put in', async () => {
    await settings({ groups: { processingMs: { min: 2_500, max: 2_500 } } });
    await ground.accept(await ground.people(1), { method: 'group' });
    await ground.worker(ground.db).run();
    const persons = await ground.people(20);
    const [{ group }] = (await ground.sql<{ group: string }>(sql`select group_id as group from licence_group`)) as [
      { group: string },
    ];
    const { id } = (await (await ground.graph('GET', `/users/${persons[7]!.upn}?$select=id`)).json()) as { id: string };
    const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` };
    expect((await ground.graph('POST', `/groups/${group}/members/$ref`, reference)).status).toBe(204);
    const run = await ground.accept(persons, { method: 'group' });
    await ground.worker(ground.db).run();
    expect(await ground.runNow(run.id)).toMatchObject({ state: 'done', done: 20, failed: 0 });
    expect(await ground.traffic()).toMatchObject({ memberships: 21, doubled: 0 });
    const alone = await ground.sql(sql`select from outcome where run_id = ${run.id} and alone`);
    expect(alone).toHaveLength(20);
  }, 60_000);

  it.each([
    { lease: 1, looksFor: 1_500, under: [0, 0], when: 'until another one had asked' },
    {
      lease: 1,
      looksFor: 700,
      under: [500, 0],
      when: 'so long that its request would arrive after another one looked',
    },
    { lease: 2, looksFor: 3_000, under: [0, 1_400], when: 'until the request of another one was under way' },
  ])(
    'asks once, though a worker was held up $when',
    async ({ lease, looksFor, under: [late, other] }) => {
      const short = { LEASE_SECONDS: String(lease) };
      await settings({ latencyMs: { min: looksFor, max: looksFor } });
      const run = await ground.accept(await ground.people(20));
      const looks = async () => (await ground.traffic()).statuses['200'] ?? 0;
      const before = await looks();
      const heldUp = ground.worker(await ground.open(), short, { underWayMs: late }).run();
      while ((await looks()) === before) await new Promise((later) => setTimeout(later, 20));
      await settings({ latencyMs: { min: 0, max: 0 } });
      await Promise.all([heldUp, ground.worker(ground.db, short, { underWayMs: other }).run()]);
      expect(await ground.runNow(run.id)).toMatchObject({ state: 'done', done: 20, failed: 0 });
      const { doubled, skus, assignLicense } = await ground.traffic();
      expect([doubled, skus[0].assigned, assignLicense.calls]).toEqual([0, 20, 20]);
    },
    60_000,
  );

  it('makes each account once and gives it one licence, though nothing is readable at once and answers are lost', async () => {
    await settings({ consistencyMs: { min: 200, max: 450 }, faults: { lost: 0.1 }, latencyMs: { min: 5, max: 30 } });
    const run = await ground.accept(await ground.people(120, { accounts: false }));
    await ground.worker(ground.db).run();
    expect(await ground.runNow(run.id)).toMatchObject({ state: 'done', done: 120, failed: 0 });
    const { doubled, tenants, skus } = await ground.traffic();
    expect([doubled, tenants[0].users, skus[0].assigned]).toEqual([0, 120, 120]);
  }, 60_000);

  it('tells of each person whom a group’s licence failed for, in the log too, and frees the seat', async () => {
    const persons = await ground.people(5);
    // Taken by others meanwhile: two seats are left in the tenant, and five in our pool.
    const others = await ground.people(8);
    for (const { upn } of others.slice(0, 8)) {
      const body = { addLicenses: [{ skuId: SCARCE, disabledPlans: [] }], removeLicenses: [] };
      expect((await ground.graph('POST', `/users/${upn}/assignLicense`, body)).status).toBe(200);
    }
    await ground.sql(sql`
      insert into seat_pool(sku_id, seats, synthetic) values (${SCARCE}, 5, true)
      on conflict (sku_id) do update set seats = 5, used = 0`);
    await ground.sql(sql`
      insert into entitlement_rule(name, kinds, profiles, sku_id, priority, grace_days, automatic)
      values ('A1 Plus', '{trainee}', '{ordinary}', ${SCARCE}, 1, 0, false)`);
    const run = await ground.accept(persons, { method: 'group', skuId: SCARCE });
    await ground.worker(ground.db).run();
    await ground.sql(sql`delete from entitlement_rule where name = 'A1 Plus'`);
    expect(await ground.runNow(run.id)).toMatchObject({ state: 'done', done: 2, failed: 3 });
    const reasons = await ground.sql<{ reason: string }>(
      sql`select distinct reason from outcome where run_id = ${run.id} and state = 'failed'`,
    );
    expect(reasons).toEqual([{ reason: 'NO_SEAT_IN_TENANT' }]);
    expect(await ground.sql(sql`select used from seat_pool where sku_id = ${SCARCE}`)).toEqual([{ used: 2 }]);
    const told = sql`
      select jsonb_agg(distinct c -> 'd' ->> 'state') as states, count(*)::int as persons
      from event_new, jsonb_array_elements(body -> 'changes') c where type = 'LicenceFailed'`;
    expect(await ground.sql(told)).toEqual([{ states: ['failed'], persons: 3 }]);
  }, 60_000);

  it('stops where Entra ID gives no token, fails nobody, and goes on with the right secret', async () => {
    const run = await ground.accept(await ground.people(10));
    await ground.worker(ground.db, { GRAPH_CLIENT_SECRET: 'wrong' }).run();
    expect(await ground.runNow(run.id)).toMatchObject({ state: 'paused', reason: 'GRAPH_SECRET_WRONG', failed: 0 });
    expect((await ground.traffic()).assignLicense.calls).toBe(0);
    await ground.sql(sql`update run set state = 'running', reason = null where id = ${run.id}`);
    await ground.worker(ground.db).run();
    expect(await ground.runNow(run.id)).toMatchObject({ state: 'done', done: 10 });
    expect(await ground.traffic()).toMatchObject({ doubled: 0, assignLicense: { calls: 10 } });
  }, 60_000);

  it('gives nobody up who only had to wait for the budget', async () => {
    await settings({ limits: { applicationTenantWrites: { tokens: 10, seconds: 4 } } });
    const run = await ground.accept(await ground.people(40));
    // As if their worker had died: they are looked at again and again while the window is spent.
    await ground.sql(sql`
      update outcome set state = 'unknown', attempts = 18, leased_until = '2020-01-01' where run_id = ${run.id}`);
    await ground.worker(ground.db, { GRAPH_WRITES: '10', GRAPH_WINDOW_SECONDS: '4' }).run();
    expect(await ground.runNow(run.id)).toMatchObject({ state: 'done', done: 40, failed: 0 });
    const [most] = await ground.sql<{ attempts: number }>(
      sql`select max(attempts) as attempts from outcome where run_id = ${run.id}`,
    );
    expect(most!.attempts).toBe(19);
  }, 60_000);
});
