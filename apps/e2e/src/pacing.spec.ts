import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEVELOPMENT } from '@takwin/simulators/tenants';
import sql from 'sql-template-tag';
import { provisioningEnvironment, SOUTH } from './testing/provisioning-environment.js';

let ground: Awaited<ReturnType<typeof provisioningEnvironment>>;
beforeAll(async () => {
  ground = await provisioningEnvironment();
});
beforeEach(() => ground.reset());
afterAll(() => ground?.close());

const limited = (tokens: number, seconds = 2) =>
  ground.cloud.patch('/_simulator/settings', {
    latencyMs: { min: 5, max: 60 },
    limits: { applicationTenantWrites: { tokens, seconds } },
  });
/** What the simulator counted of the app's writes: the most in one of its windows, and how many it refused. */
const writesOf = async (): Promise<{ peak: number; throttled: number }> => {
  const { limits } = await ground.traffic();
  const [, writes] = Object.entries(limits).find(([key]) => key.startsWith('applicationTenantWrites'))!;
  return writes as { peak: number; throttled: number };
};
const SMALL = { GRAPH_WRITES: '200' };

describe('the budget of an app', () => {
  it('is kept by workers that have nothing in common but the database: no window over the limit', async () => {
    await limited(200);
    const run = await ground.accept(await ground.people(700));
    const workers = [ground.worker(await ground.open(), SMALL), ground.worker(await ground.open(), SMALL)];
    await Promise.all(workers.map((one) => one.run()));
    expect(await ground.runNow(run.id)).toMatchObject({ state: 'done', done: 700 });
    const { statuses, early, doubled, skus } = await ground.traffic();
    const writes = await writesOf();
    expect(writes.peak).toBeLessThanOrEqual(200);
    expect([writes.throttled, statuses['429'] ?? 0, early.calls, doubled]).toEqual([0, 0, 0, 0]);
    expect(skus[0].assigned).toBe(700);
  }, 60_000);

  it('is kept where answers are slow and what is granted last arrives in Microsoft’s next window', async () => {
    await limited(200, 3);
    await ground.cloud.patch('/_simulator/settings', { latencyMs: { min: 500, max: 500 } });
    const worker = ground.worker(ground.db, { ...SMALL, GRAPH_WINDOW_SECONDS: '3' });
    const assign = async (number: number) => {
      const run = await ground.accept(await ground.people(number));
      await worker.run();
      expect(await ground.runNow(run.id)).toMatchObject({ state: 'done', done: number });
    };
    // Microsoft’s window begins with the first write, half a second before its answer tells us.
    await assign(20);
    await new Promise((later) => setTimeout(later, 2_200));
    await assign(150);
    await assign(200);
    expect(await writesOf()).toMatchObject({ throttled: 0 });
  }, 60_000);

  it('waits as Microsoft asks from its answer on: what was looked up beside it is not written', async () => {
    const strict = { seed: 3, earlyGraceMs: 0, faults: { throttled: 0.3, throttledSeconds: 0.5 } };
    await ground.cloud.patch('/_simulator/settings', { ...strict, latencyMs: { min: 5, max: 20 } });
    const run = await ground.accept(await ground.people(20));
    await ground.worker(ground.db, {}, { concurrency: 1 }).run();
    await ground.cloud.patch('/_simulator/settings', { earlyGraceMs: 1_000, faults: { throttled: 0 } });
    expect(await ground.runNow(run.id)).toMatchObject({ state: 'done', done: 20 });
    const { statuses, early } = await ground.traffic();
    expect(statuses['429']).toBeGreaterThan(0);
    expect(early.calls).toBe(0);
  }, 60_000);

  it('leaves interactive changes their share: one person does not wait for a bulk run', async () => {
    await limited(200);
    const bulk = await ground.accept(await ground.people(500));
    const working = ground.worker(await ground.open(), SMALL).run();
    // Bulk has taken all of the first window that it may.
    while ((await ground.traffic()).assignLicense.calls < 150) await new Promise((later) => setTimeout(later, 20));
    const one = await ground.accept(await ground.people(1));
    await working;
    const [single, many] = [await ground.runNow(one.id), await ground.runNow(bulk.id)];
    expect(single!.ended_at!.getTime()).toBeLessThan(many!.ended_at!.getTime());
    expect((await ground.traffic()).statuses['429'] ?? 0).toBe(0);
  }, 60_000);

  it('is one for each tenant, to whom people belong by region', async () => {
    const north = await ground.people(30);
    const south = await ground.people(20, { region: 'MA-11', domain: 'south.test' });
    const run = await ground.accept([...north, ...south]);
    const tenants = [
      { id: DEVELOPMENT.tenantId, domain: 'takwin.test', apps: [ground.app] },
      { id: SOUTH, domain: 'south.test', regions: ['MA-11'], apps: [ground.app] },
    ];
    await ground.worker(ground.db, { GRAPH_TENANTS: JSON.stringify(tenants) }).run();
    expect(await ground.runNow(run.id)).toMatchObject({ state: 'done', done: 50 });
    const assigned = (await ground.traffic()).skus.map((sku: { tenant: string; assigned: number }) => [
      sku.tenant,
      sku.assigned,
    ]);
    expect(Object.fromEntries(assigned)).toEqual({ [DEVELOPMENT.tenantId]: 30, [SOUTH]: 20 });
  }, 60_000);

  it('is learnt where a PATCH of members costs more than is published', async () => {
    // So long that what is answered on a busy machine is of a window that is still open.
    await limited(200, 6);
    await ground.cloud.patch('/_simulator/settings', { groups: { membersPerWrite: 3 } });
    const run = await ground.accept(await ground.people(800), { method: 'group' });
    await ground.worker(ground.db, { ...SMALL, GRAPH_WINDOW_SECONDS: '6' }).run();
    expect(await ground.runNow(run.id)).toMatchObject({ state: 'done', done: 800 });
    const [learnt] = await ground.sql<{ cost: number }>(sql`select max(patch_cost) as cost from graph_window`);
    expect([6, 7]).toContain(learnt!.cost);
    expect(await ground.traffic()).toMatchObject({ memberships: 800, doubled: 0 });
  }, 60_000);
});
