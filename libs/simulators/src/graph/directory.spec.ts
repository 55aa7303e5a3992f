import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { name, started, STUDENT } from '../testing/started.js';

type Simulator = Awaited<ReturnType<typeof started>>;
let simulator: Simulator;

beforeEach(async () => {
  simulator = await started();
});
afterEach(() => simulator.close());

/** All pages of a delta query, and the link for the next one. */
async function delta(from: string): Promise<{ users: { id: string; '@removed'?: object }[]; link: string }> {
  const users = [];
  for (let link = from; ;) {
    const { body } = await simulator.graph('GET', link, { headers: { prefer: 'odata.maxpagesize=2' } });
    users.push(...body.value);
    const next = body['@odata.nextLink'] ?? body['@odata.deltaLink'];
    link = next.slice(next.indexOf('/users/delta'));
    if (body['@odata.deltaLink']) return { users, link };
  }
}

describe('a delta query', () => {
  it('tells of everyone, and then of who changed: also licences, new users and deleted ones', async () => {
    await simulator.seeded(5);
    const first = await delta('/users/delta?$select=id,userPrincipalName,assignedLicenses');
    expect(first.users).toHaveLength(5);
    expect((await delta(first.link)).users).toEqual([]);
    await simulator.assign(name(2), [STUDENT]);
    await simulator.graph('DELETE', `/users/${name(3)}`);
    await simulator.seeded(1, { from: 9 });
    const { users } = await delta(first.link);
    expect(users).toMatchObject([
      { userPrincipalName: name(2), assignedLicenses: [{ skuId: STUDENT }] },
      { '@removed': { reason: 'changed' } },
      { userPrincipalName: name(9) },
    ]);
  });

  it('is refused after a week', async () => {
    const { link } = await delta('/users/delta');
    simulator.clock.advance(8 * 86_400_000);
    const fresh = await simulator.graph('GET', link, { token: await tokenAgain() });
    expect([fresh.status, fresh.body.error.code]).toEqual([400, 'syncStateNotFound']);
  });
});

const tokenAgain = async (): Promise<string> => (await import('../testing/started.js')).tokenOf(simulator.url);

describe('a deleted user', () => {
  it('is listed and restored with its licences for 30 days, while nobody has its name', async () => {
    await simulator.seeded(1);
    await simulator.assign(name(1), [STUDENT]);
    const { id } = (await simulator.graph('GET', `/users/${name(1)}?$select=id`)).body;
    await simulator.graph('DELETE', `/users/${id}`);
    const { value } = (await simulator.graph('GET', '/directory/deletedItems/microsoft.graph.user')).body;
    expect(value).toMatchObject([{ id, userPrincipalName: name(1) }]);
    expect((await simulator.graph('POST', `/directory/deletedItems/${id}/restore`)).status).toBe(200);
    const restored = await simulator.graph('GET', `/users/${id}?$select=assignedLicenses`);
    expect(restored.body.assignedLicenses).toMatchObject([{ skuId: STUDENT }]);
    await simulator.graph('DELETE', `/users/${id}`);
    await simulator.seeded(1);
    expect((await simulator.graph('POST', `/directory/deletedItems/${id}/restore`)).status).toBe(400);
    simulator.clock.advance(31 * 86_400_000);
    const late = await simulator.graph('POST', `/directory/deletedItems/${id}/restore`, { token: await tokenAgain() });
    expect(late.status).toBe(404);
  });
});

describe('delayed consistency', () => {
  it('shows a new user, and a new licence, only after a while', async () => {
    await simulator.admin('PATCH', '/settings', { consistencyMs: { min: 3_000, max: 3_000 } });
    await simulator.seeded(1);
    const body = {
      accountEnabled: true,
      displayName: 'Salma TAZI',
      mailNickname: 'salma',
      userPrincipalName: 'salma@takwin.test',
      usageLocation: 'MA',
      passwordProfile: { password: 'never-kept-1A' },
    };
    const { id } = (await simulator.graph('POST', '/users', { body })).body;
    expect((await simulator.graph('GET', `/users/${id}`)).status).toBe(404);
    expect((await simulator.assign(id, [STUDENT])).status).toBe(404);
    simulator.clock.advance(3_000);
    expect((await simulator.assign(id, [STUDENT])).status).toBe(200);
    const held = async () =>
      (await simulator.graph('GET', `/users/${id}?$select=assignedLicenses`)).body.assignedLicenses;
    expect(await held()).toEqual([]);
    simulator.clock.advance(3_000);
    expect(await held()).toMatchObject([{ skuId: STUDENT }]);
  });
});

describe('the log', () => {
  it('builds groups, their members and what became of their licences again', async () => {
    const home = await mkdtemp(join(tmpdir(), 'takwin-directory-'));
    try {
      await simulator.close();
      simulator = await started({ home, settings: { groups: { processingMs: { min: 1_000, max: 1_000 } } } });
      await simulator.seeded(3);
      const { id: user } = (await simulator.graph('GET', `/users/${name(1)}?$select=id`)).body;
      const { id } = (
        await simulator.graph('POST', '/groups', {
          body: { displayName: 'G', mailNickname: 'g', mailEnabled: false, securityEnabled: true },
        })
      ).body;
      await simulator.graph('POST', `/groups/${id}/assignLicense`, {
        body: { addLicenses: [{ skuId: STUDENT, disabledPlans: [] }], removeLicenses: [] },
      });
      await simulator.graph('PATCH', `/groups/${id}`, {
        body: { 'members@odata.bind': [`https://graph.microsoft.com/v1.0/directoryObjects/${user}`] },
      });
      simulator.clock.advance(1_000);
      const before = (await simulator.graph('GET', `/users/${user}?$select=licenseAssignmentStates`)).body;
      expect(before.licenseAssignmentStates).toMatchObject([{ assignedByGroup: id, state: 'Active' }]);
      const { body: summary } = await simulator.admin('GET', '/summary');
      await simulator.close();
      simulator = await started({ home });
      const after = (await simulator.graph('GET', `/users/${user}?$select=licenseAssignmentStates`)).body;
      expect(after.licenseAssignmentStates).toEqual(before.licenseAssignmentStates);
      expect((await simulator.admin('GET', '/summary')).body).toMatchObject({
        tenants: summary.tenants,
        skus: summary.skus,
        memberships: 1,
      });
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  });
});
