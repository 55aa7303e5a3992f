import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { assignment, name, started, STUDENT } from '../testing/started.js';

type Simulator = Awaited<ReturnType<typeof started>>;
let simulator: Simulator;
let group: string;
const ids: string[] = [];

const SETTINGS = { groups: { processingMs: { min: 5_000, max: 5_000 } } };

beforeEach(async () => begin());
afterEach(() => simulator.close());

async function begin(given: Parameters<typeof started>[0] = {}): Promise<void> {
  await simulator?.close().catch(() => {});
  simulator = await started({ settings: SETTINGS, ...given });
  await simulator.seeded(45);
  ids.length = 0;
  const { body } = await simulator.graph('GET', '/users?$top=45&$select=id');
  ids.push(...body.value.map(({ id }: { id: string }) => id));
  const made = await simulator.graph('POST', '/groups', {
    body: { displayName: 'Students', mailNickname: 'students', mailEnabled: false, securityEnabled: true },
  });
  expect(made.status).toBe(201);
  group = made.body.id;
  const licensed = await simulator.graph('POST', `/groups/${group}/assignLicense`, { body: assignment([STUDENT]) });
  expect([licensed.status, licensed.headers.get('location')]).toEqual([202, expect.stringContaining(group)]);
}

const bind = (members: readonly string[]) => ({
  'members@odata.bind': members.map((id) => `https://graph.microsoft.com/v1.0/directoryObjects/${id}`),
});
const add = (members: readonly string[]) => simulator.graph('PATCH', `/groups/${group}`, { body: bind(members) });
const skusOf = async (user: string) =>
  (await simulator.graph('GET', `/users/${user}?$select=assignedLicenses`)).body.assignedLicenses.map(
    ({ skuId }: { skuId: string }) => skuId,
  );
const states = async (user: string) =>
  (await simulator.graph('GET', `/users/${user}?$select=licenseAssignmentStates`)).body.licenseAssignmentStates;
const consumed = async () =>
  (await simulator.admin('GET', '/summary')).body.tenants[0].skus.find(
    ({ skuId }: { skuId: string }) => skuId === STUDENT,
  ).consumed;

describe('members of a group', () => {
  it('are added twenty to a PATCH, all or none', async () => {
    expect((await add(ids.slice(0, 20))).status).toBe(204);
    expect((await add(ids.slice(19, 25))).status).toBe(400);
    expect((await add(ids.slice(20, 41))).status).toBe(400);
    expect((await add([...ids.slice(20, 22), crypto.randomUUID()])).status).toBe(404);
    const { body } = await simulator.graph('GET', `/groups/${group}/members?$top=50`);
    expect(body.value).toHaveLength(20);
  });

  it('are added and removed one by one, and a removal without $ref deletes the user', async () => {
    const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${ids[0]}` };
    const one = () => simulator.graph('POST', `/groups/${group}/members/$ref`, { body: reference });
    expect([(await one()).status, (await one()).status]).toEqual([204, 400]);
    const memberOf = () => simulator.graph('GET', `/users/${ids[0]}/memberOf/${group}`);
    expect((await memberOf()).status).toBe(200);
    expect((await simulator.graph('DELETE', `/groups/${group}/members/${ids[0]}/$ref`)).status).toBe(204);
    expect((await memberOf()).status).toBe(404);
    await one();
    expect((await simulator.graph('DELETE', `/groups/${group}/members/${ids[0]}`)).status).toBe(204);
    expect((await simulator.graph('GET', `/users/${ids[0]}`)).status).toBe(404);
  });

  it('cost one write for a PATCH as published, or seven as reported', async () => {
    const writes = async () => {
      const { limits } = (await simulator.admin('GET', '/summary')).body;
      return Object.entries(limits).find(([key]) => key.startsWith('applicationTenantWrites'))![1] as { peak: number };
    };
    const before = (await writes()).peak;
    await add(ids.slice(0, 20));
    expect((await writes()).peak - before).toBe(1);
    await simulator.admin('PATCH', '/settings', { groups: { membersPerWrite: 3 } });
    await add(ids.slice(20, 40));
    expect((await writes()).peak - before).toBe(8);
  });
});

describe('a group’s licence', () => {
  it('reaches its members later, takes a seat each, and leaves with them', async () => {
    await add(ids.slice(0, 2));
    expect([await skusOf(ids[0]!), await consumed()]).toEqual([[], 0]);
    simulator.clock.advance(5_000);
    expect([await skusOf(ids[0]!), await consumed()]).toEqual([[STUDENT], 2]);
    expect(await states(ids[0]!)).toMatchObject([{ assignedByGroup: group, state: 'Active', error: null }]);
    const inherited = await simulator.graph('POST', `/users/${ids[0]}/assignLicense`, {
      body: assignment([], [STUDENT]),
    });
    expect(inherited.body.error.message).toMatch(/inherited from a group/);
    await simulator.graph('DELETE', `/groups/${group}/members/${ids[0]}/$ref`);
    simulator.clock.advance(5_000);
    expect([await skusOf(ids[0]!), await consumed()]).toEqual([[], 1]);
    const { body } = await simulator.admin('GET', '/summary');
    expect(body).toMatchObject({ doubled: 0, memberships: 2, skus: [{ assigned: 2, removed: 1 }] });
  });

  it('takes no second seat of who has the product already', async () => {
    await simulator.assign(name(1), [STUDENT]);
    await add(ids.slice(0, 1));
    simulator.clock.advance(5_000);
    expect(await consumed()).toBe(1);
    expect(await states(ids[0]!)).toHaveLength(2);
  });

  it('fails for those for whom there is no seat, until it is processed again', async () => {
    await begin({
      tenants: [
        {
          id: '5d3c9f5e-0f3a-4b52-9d0e-7a1c52a6f001',
          seats: { STANDARDWOFFPACK_STUDENT: 1 },
          apps: [{ clientId: 'c0a8b1d4-6d55-4c1b-8f1e-2f9be1f6a001', secret: 'development-only' }],
        },
      ],
    });
    await add(ids.slice(0, 2));
    simulator.clock.advance(5_000);
    expect(await states(ids[1]!)).toMatchObject([{ state: 'Error', error: 'CountViolation' }]);
    const failing = await simulator.graph('GET', `/groups/${group}/membersWithLicenseErrors`);
    expect(failing.body.value).toMatchObject([{ id: ids[1] }]);
    await simulator.graph('DELETE', `/groups/${group}/members/${ids[0]}/$ref`);
    simulator.clock.advance(5_000);
    await simulator.graph('POST', `/users/${ids[1]}/reprocessLicenseAssignment`);
    simulator.clock.advance(5_000);
    expect(await skusOf(ids[1]!)).toEqual([STUDENT]);
  });

  it('keeps its group from being deleted', async () => {
    expect((await simulator.graph('DELETE', `/groups/${group}`)).status).toBe(400);
    await simulator.graph('POST', `/groups/${group}/assignLicense`, { body: assignment([], [STUDENT]) });
    expect((await simulator.graph('DELETE', `/groups/${group}`)).status).toBe(204);
    expect((await simulator.graph('GET', `/groups/${group}`)).status).toBe(404);
  });
});
