import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@takwin/demo/client';
import { stableId } from '@takwin/platform/schema';
import { DEVELOPMENT } from '@takwin/simulators/tenants';
import { tokenOf } from '@takwin/simulators/testing/started';
import sql from 'sql-template-tag';
import { licensingEnvironment, type LicensingEnvironment } from './testing/licensing-environment.js';

const STUDENT = '314c4481-f395-4525-be8b-2ec4bb1e9d91';
const A3_STUDENT = '98b6e773-24d4-4c0d-a968-6e787a1f8204';
const SECOND = 'c0a8b1d4-6d55-4c1b-8f1e-2f9be1f6a002';
const academyId = stableId('test', 'academy of the directory');

let house: LicensingEnvironment;
let admin: LicensingEnvironment['admin'];
let microsoft: Awaited<ReturnType<LicensingEnvironment['provisioner']>>;
let cloud: typeof microsoft.cloud;
let graphToken: string;

beforeAll(async () => {
  house = await licensingEnvironment({ approvalAbove: 20 });
  ({ admin } = house);
  await house.academy(academyId, 'ordinary');
  const apps = [DEVELOPMENT.clientId, SECOND].map((clientId) => ({ clientId, secret: DEVELOPMENT.clientSecret }));
  const seats = { STANDARDWOFFPACK_STUDENT: 1_000, ENTERPRISEPACKPLUS_STUDENT: 1_000 };
  microsoft = await house.provisioner({
    simulated: { SIM_TENANTS: JSON.stringify([{ id: DEVELOPMENT.tenantId, apps, seats }]) },
    set: {
      SWEEP_SECONDS: '0.3',
      GRAPH_TENANTS: JSON.stringify([{ id: DEVELOPMENT.tenantId, domain: DEVELOPMENT.domain, apps }]),
      GRAPH_DIRECTORY_QUOTA: '50',
      ENTITLEMENT_REST_SECONDS: '604800',
      RUN_APPROVAL_ABOVE: '20',
      DRIFT_MEND: 'adopt,reassign',
    },
  });
  ({ cloud } = microsoft);
  graphToken = await tokenOf(microsoft.url);
});

afterAll(async () => {
  await house?.close();
  await microsoft?.close();
});

let stop: () => void;
beforeEach(() => void (stop = house.tick()));
afterEach(() => stop());

const asSystem = <R>(statement: ReturnType<typeof sql>): Promise<R[]> => house.sql<R>(statement);
const people = (number: number) => house.people(number, { academyId });
const accounts = (users: { upn: string }[], about: object = { usageLocation: 'MA' }) =>
  cloud.post('/_simulator/users', { users: users.map(({ upn }) => ({ userPrincipalName: upn, ...about })) });
const graph = (method: string, path: string, body?: object) =>
  fetch(`${microsoft.url}/graph/v1.0${path}`, {
    method,
    headers: { authorization: `Bearer ${graphToken}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
const assignThere = ({ upn }: { upn: string }, add: string[], remove: string[] = []) =>
  graph('POST', `/users/${upn}/assignLicense`, {
    addLicenses: add.map((skuId) => ({ skuId, disabledPlans: [] })),
    removeLicenses: remove,
  });
const start = (persons: { id: string }[], about: object = {}) =>
  admin.post('/v1/provisioning-runs', {
    skuId: STUDENT,
    action: 'assign',
    persons: persons.map(({ id }) => id),
    ...about,
  });
const settled = (id: string, states: string[]) =>
  until(
    async () => (await admin.get(`/v1/provisioning-runs/${id}`)).body,
    ({ state }) => states.includes(state),
    40,
    `the run to be ${states.join(' or ')}`,
  );
/** Has the directory read now, and waits until that is done. */
async function reconciled(): Promise<void> {
  // As if the runs so far were of yesterday: what they did is in the directory by then.
  await asSystem(sql`update run set ended_at = ended_at - interval '2 hours'`);
  await asSystem(sql`update directory_sync set synced_at = '2020-01-01'`);
  const synced = () =>
    asSystem<{ fresh: boolean }>(sql`
      select synced_at > '2020-01-02' and leased_until <= ${house.database.clock.now()} as fresh from directory_sync`);
  await until(synced, ([row]) => row?.fresh === true, 30, 'the directory to be read');
  await new Promise((later) => setTimeout(later, 700));
}
const drift = async () => (await admin.get('/v1/licence-drift?first=100')).body.items;

describe('the preflight of a run', () => {
  it('tells what would happen, writes nothing there, and waits to be approved', async () => {
    const [known, unlocated, missing, deleted, clashing] = [
      await people(10),
      await people(3),
      await people(45),
      await people(2),
      await people(4),
    ] as const;
    await accounts([...known!, ...deleted!, ...clashing!]);
    await accounts(unlocated!, {});
    for (const user of deleted!) await graph('DELETE', `/users/${user.upn}`);
    for (const user of clashing!) await assignThere(user, [A3_STUDENT]);
    const before = (await cloud.get('/_simulator/summary')).body.effects;
    const all = [known!, unlocated!, missing!, deleted!, clashing!].flat();
    const { body } = await start(all);
    expect(body).toMatchObject({ state: 'checking', total: 64, preflight: null });
    const run = await settled(body.id, ['awaiting-approval']);
    expect(run.preflight).toMatchObject({
      persons: 64,
      toChange: 64,
      seats: { needed: 64, freeInTenant: 1_000 },
      skuClash: 4,
      missingAccounts: 45,
      restorableAccounts: 2,
      missingUsageLocation: 3,
      directory: { objects: 17, quota: 50, after: 62, isExceeded: true },
      writes: 64 + 45 + 2 + 3,
      seconds: 0,
    });
    expect((await cloud.get('/_simulator/summary')).body.effects).toBe(before);
    const director = await house.apiAs({ role: 'regional-director', region: 'MA-04' });
    expect((await director.post(`/v1/provisioning-runs/${body.id}/approve`)).status).toBe(403);
    expect((await admin.post(`/v1/provisioning-runs/${body.id}/pause`)).body.code).toBe('RUN_STATE_FORBIDS');
    const own = { status: 403, code: 'RUN_IS_YOUR_OWN' };
    expect((await admin.post(`/v1/provisioning-runs/${body.id}/approve`)).body).toMatchObject(own);
    const approval = `mutation { approveRun(input: { id: "${body.id}" }) { state } }`;
    expect((await admin.graphql(approval)).body.errors[0].extensions.code).toBe(own.code);
    expect((await settled(body.id, ['awaiting-approval'])).preflight).toEqual(run.preflight);
    const another = await house.apiAs({ role: 'programme-admin', subject: 'another' });
    expect((await another.post(`/v1/provisioning-runs/${body.id}/approve`)).body.state).toBe('running');
    const ended = await settled(body.id, ['done']);
    expect([ended.done, ended.failed]).toEqual([60, 4]);
    const { items } = (await admin.get(`/v1/provisioning-runs/${body.id}/outcomes?state=failed`)).body;
    expect(new Set(items.map(({ reason }: { reason: string }) => reason))).toEqual(new Set(['SERVICE_PLANS_CONFLICT']));
    // Restored, not made anew.
    const { value } = (await (await graph('GET', '/directory/deletedItems/microsoft.graph.user')).json()) as {
      value: unknown[];
    };
    expect(value).toEqual([]);
  }, 90_000);

  it('tells of plans that others depend on, and who may not', async () => {
    const { items } = (await admin.get('/v1/seat-pools')).body;
    expect(items.length).toBeGreaterThan(0);
    const [sku] = await asSystem<{ plans: { id: string; name: string }[] }>(
      sql`select service_plans as plans from sku where id = ${STUDENT}`,
    );
    const sharePoint = sku!.plans.find(({ name }) => name === 'SHAREPOINTSTANDARD_EDU')!.id;
    const [person, gone] = await people(2);
    await asSystem(sql`update person_copy set active = false where subject = ${gone!.id}`);
    const run = (await start([person!, gone!], { preflight: true, disabledPlans: [sharePoint] })).body;
    const { preflight } = await settled(run.id, ['awaiting-approval']);
    expect(preflight).toMatchObject({
      toChange: 1,
      missingPlans: ['SHAREPOINTSTANDARD_EDU'],
      refused: [{ reason: 'PERSON_NOT_ACTIVE', persons: 1 }],
    });
    expect((await admin.post(`/v1/provisioning-runs/${run.id}/cancel`)).body.state).toBe('cancelled');
  }, 60_000);
});

describe('drift', () => {
  it('is listed by what differs, mended where that is allowed, and nothing is taken away', async () => {
    const [adopted, lost, gone, same] = await people(4);
    await accounts([adopted!, lost!, gone!, same!]);
    await settled((await start([lost!, gone!, same!])).body.id, ['done']);
    await reconciled();
    expect((await drift()).filter(({ personId }: { personId: string }) => personId === same!.id)).toEqual([]);
    await assignThere(adopted!, [STUDENT]);
    await assignThere(lost!, [], [STUDENT]);
    await graph('DELETE', `/users/${gone!.upn}`);
    await reconciled();
    const found = Object.fromEntries(
      (await drift()).map(({ personId, kind, restorableUntil }: Record<string, string>) => [
        personId,
        [kind, restorableUntil !== null],
      ]),
    );
    expect(found[gone!.id]).toEqual(['account-deleted', true]);
    const pool = (await admin.get('/v1/seat-pools')).body.items.find(
      ({ skuId }: { skuId: string }) => skuId === STUDENT,
    );
    expect(pool.restorable).toBe(1);
    const licences = async (id: string) => (await admin.get(`/v1/licences?personId=${id}`)).body.items;
    await until(
      () => licences(adopted!.id),
      (items) => items.length === 1 && items[0].state === 'assigned',
      20,
      'the licence to be taken over',
    );
    const held = async () =>
      ((await (await graph('GET', `/users/${lost!.upn}?$select=assignedLicenses`)).json()) as never)[
        'assignedLicenses'
      ];
    await until(held, (list: unknown[]) => list.length === 1, 20, 'the licence to be given again');
    expect(await licences(gone!.id)).toMatchObject([{ state: 'assigned' }]);
    expect((await cloud.get('/_simulator/summary')).body.doubled).toBe(0);
  }, 90_000);

  it('is found anew from the start where the link is too old', async () => {
    await asSystem(
      sql`update directory_sync set delta_link = ${`${microsoft.url}/graph/v1.0/users/delta?$deltatoken=`} || ${Buffer.from(
        JSON.stringify({ round: 'changes', from: 0, to: 0, at: 0, select: '' }),
      ).toString('base64url')}`,
    );
    const [before] = await asSystem<{ generation: number }>(sql`select generation from directory_sync`);
    await reconciled();
    const [after] = await asSystem<{ generation: number }>(sql`select generation from directory_sync`);
    expect(after!.generation).toBe(before!.generation + 1);
  }, 60_000);
});
