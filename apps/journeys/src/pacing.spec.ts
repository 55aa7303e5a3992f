import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  accessesOf,
  GraphEnv,
  licensingMigrations,
  loadLicensingReference,
  Provisioning,
  RunPolicy,
  RunStart,
} from '@takwin/licensing';
import { SystemClock } from '@takwin/platform/clock/clock';
import { readEnv } from '@takwin/platform/config/env';
import { Database } from '@takwin/platform/postgres/database';
import { stableId } from '@takwin/platform/schema/stable-id';
import { actorOf } from '@takwin/platform/testing/actor';
import { apiOf } from '@takwin/platform/testing/api';
import { testDatabase, type TestDatabase } from '@takwin/platform/testing/database';
import { app as simulators } from '@takwin/simulators-app/app';
import { DEVELOPMENT } from '@takwin/simulators-app/tenants';
import sql from 'sql-template-tag';

const STUDENT = '314c4481-f395-4525-be8b-2ec4bb1e9d91';
const academyId = stableId('test', 'academy of the pace');
const SOUTH = '5d3c9f5e-0f3a-4b52-9d0e-7a1c52a6f002';

let database: TestDatabase;
let db: Database;
let simulator: Awaited<ReturnType<typeof simulators.start>>;
let cloud: ReturnType<typeof apiOf>;
const opened: Database[] = [];

beforeAll(async () => {
  database = await testDatabase({ schema: 'licensing', migrations: licensingMigrations });
  db = await open();
  await loadLicensingReference(db);
  const app = { clientId: DEVELOPMENT.clientId, secret: DEVELOPMENT.clientSecret };
  const tenants = [
    { id: DEVELOPMENT.tenantId, apps: [app], domains: ['takwin.test'] },
    { id: SOUTH, apps: [app], domains: ['south.test'] },
  ];
  simulator = await simulators.start({ SIM_TENANTS: JSON.stringify(tenants) });
  cloud = apiOf(simulator.url);
});
afterEach(async () => {
  await cloud.post('/_simulator/reset', {});
  await db.asActor(actorOf('system'), (tx) => tx.query(sql`truncate graph_window`));
});
afterAll(async () => {
  for (const one of opened) await one.close();
  await simulator?.close();
  await database?.close();
});

/** A pool of its own on the real clock, as another process has it. */
async function open(): Promise<Database> {
  const one = await Database.open({ url: database.url, name: 'a worker', clock: new SystemClock() });
  opened.push(one);
  return one;
}

let serial = 0;
async function people(number: number, region = 'MA-04', domain = 'takwin.test'): Promise<string[]> {
  const rows = Array.from({ length: number }, () => ({
    id: stableId('paced person', String(++serial)),
    matricule: `9995${String(serial).padStart(9, '0')}`,
  }));
  await db.asActor(actorOf('system'), (tx) =>
    tx.query(sql`
      insert into person_copy(subject, version, generation, kind, matricule, name, academy_id, region, active)
      select id, 1, 1, 'trainee', matricule, 'Salma TAZI', ${academyId}, ${region}, true
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id text, matricule text)`),
  );
  const tenant = domain === 'takwin.test' ? DEVELOPMENT.tenantId : SOUTH;
  const users = rows.map(({ matricule }) => ({ userPrincipalName: `${matricule}@${domain}`, usageLocation: 'MA' }));
  await cloud.post('/_simulator/users', { tenant, users });
  return rows.map(({ id }) => id);
}

// Accepting wakes nobody here: the workers of these specs are awake.
const accept = (persons: string[]) =>
  db.asActor(actorOf('system'), (tx) =>
    new RunStart(db, undefined as never, new RunPolicy(Infinity, 'direct')).accept(tx, {
      skuId: STUDENT,
      action: 'assign',
      persons,
    } as never),
  );
const worker = (one: Database, about: Record<string, string> = {}) => {
  const env = readEnv(GraphEnv, {
    GRAPH_URL: `${simulator.url}/graph/v1.0`,
    ENTRA_URL: `${simulator.url}/entra`,
    GRAPH_TENANT: DEVELOPMENT.tenantId,
    GRAPH_CLIENT_ID: DEVELOPMENT.clientId,
    GRAPH_CLIENT_SECRET: DEVELOPMENT.clientSecret,
    GRAPH_DOMAIN: DEVELOPMENT.domain,
    GRAPH_WRITES: '200',
    GRAPH_WINDOW_SECONDS: '2',
    ...about,
  });
  return new Provisioning(
    one,
    accessesOf(env, () => one.clock.now()),
    env,
    { shift: 60_000, nap: 100 },
  );
};
const endOf = async (id: string): Promise<Date | null> => {
  const row = await db.readAs(actorOf('system'), (tx) =>
    tx.one<{ ended_at: Date | null }>(sql`select ended_at from run where id = ${id} and state = 'done'`),
  );
  return row?.ended_at ?? null;
};
const limited = (tokens: number) =>
  cloud.patch('/_simulator/settings', {
    latencyMs: { min: 5, max: 60 },
    limits: { applicationTenantWrites: { tokens, seconds: 2 } },
  });
const traffic = async () => (await cloud.get('/_simulator/summary')).body;

describe('the budget of an app', () => {
  it('is kept by workers that have nothing in common but the database: no window over the limit', async () => {
    await limited(200);
    const run = await accept(await people(700));
    const workers = [worker(await open()), worker(await open())];
    await Promise.all(workers.map((one) => one.run(new AbortController().signal)));
    expect(await endOf(run.id)).not.toBeNull();
    const { limits, statuses, early, doubled, skus } = await traffic();
    const [, writes] = Object.entries(limits).find(([key]) => key.startsWith('applicationTenantWrites')) as [
      string,
      { peak: number; throttled: number },
    ];
    expect(writes.peak).toBeLessThanOrEqual(200);
    expect([writes.throttled, statuses['429'] ?? 0, early.calls, doubled]).toEqual([0, 0, 0, 0]);
    expect(skus[0].assigned).toBe(700);
  }, 60_000);

  it('leaves interactive changes their share: one person does not wait for a bulk run', async () => {
    await limited(200);
    const bulk = await accept(await people(500));
    const working = worker(await open()).run(new AbortController().signal);
    // Bulk has taken all of the first window that it may.
    while ((await traffic()).assignLicense.calls < 150) await new Promise((later) => setTimeout(later, 20));
    const one = await accept(await people(1));
    await working;
    const [single, many] = [await endOf(one.id), await endOf(bulk.id)];
    expect(single!.getTime()).toBeLessThan(many!.getTime());
    expect((await traffic()).statuses['429'] ?? 0).toBe(0);
  }, 60_000);

  it('is one for each tenant, to whom people belong by region', async () => {
    await limited(1_000);
    const [north, south] = [await people(30), await people(20, 'MA-11', 'south.test')];
    const run = await accept([...north, ...south]);
    const app = { clientId: DEVELOPMENT.clientId, secret: DEVELOPMENT.clientSecret };
    const tenants = [
      { id: DEVELOPMENT.tenantId, domain: 'takwin.test', apps: [app] },
      { id: SOUTH, domain: 'south.test', regions: ['MA-11'], apps: [app] },
    ];
    await worker(await open(), { GRAPH_TENANTS: JSON.stringify(tenants), GRAPH_WRITES: '1000' }).run(
      new AbortController().signal,
    );
    expect(await endOf(run.id)).not.toBeNull();
    const { skus } = await traffic();
    const assigned = Object.fromEntries(
      skus.map(({ tenant, assigned: count }: { tenant: string; assigned: number }) => [tenant, count]),
    );
    expect(assigned).toEqual({ [DEVELOPMENT.tenantId]: 30, [SOUTH]: 20 });
  }, 60_000);

  it('is learnt where a PATCH of members costs more than is published', async () => {
    await limited(200);
    await cloud.patch('/_simulator/settings', { groups: { membersPerWrite: 3, processingMs: { min: 50, max: 100 } } });
    const persons = await people(800);
    const byGroup = new RunStart(db, undefined as never, new RunPolicy(Infinity, 'group'));
    const command = { skuId: STUDENT, action: 'assign', persons } as never;
    const run = await db.asActor(actorOf('system'), (tx) => byGroup.accept(tx, command));
    await worker(await open(), { GRAPH_GROUP_LOOK_SECONDS: '0.3' }).run(new AbortController().signal);
    expect(await endOf(run.id)).not.toBeNull();
    const learnt = await db.readAs(actorOf('system'), (tx) =>
      tx.one<{ cost: number }>(sql`select max(patch_cost) as cost from graph_window`),
    );
    expect(learnt!.cost).toBeGreaterThanOrEqual(6);
    expect(learnt!.cost).toBeLessThanOrEqual(8);
    expect(await traffic()).toMatchObject({ memberships: 800, doubled: 0 });
  }, 60_000);
});
