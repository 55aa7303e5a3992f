import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FACULTY, name, started, STUDENT } from '../testing/started.js';

let sim: Awaited<ReturnType<typeof started>>;
beforeEach(async () => {
  sim = await started();
});
afterEach(() => sim.close());

describe('settings', () => {
  it('are changed at any depth, and the rest stays', async () => {
    const { status, body } = await sim.admin('PATCH', '/settings', {
      limits: { tenantWrites: { tokens: 9 } },
      speed: 10,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      speed: 10,
      limits: { tenantWrites: { tokens: 9, seconds: 300 }, applicationTenantWrites: { tokens: 3_000, seconds: 150 } },
    });
    expect((await sim.admin('GET', '/settings')).body).toEqual(body);
  });

  it.each([
    [{ faults: { lost: 2 } }, 'faults.lost'],
    [{ faults: { misspelt: 0.1 } }, 'faults'],
    [{ latencyMs: { min: 9, max: 1 } }, 'latencyMs'],
    [{ limits: { tenantWrites: 7 } }, 'limits.tenantWrites'],
    [{ retryAfter: { integer: 0 } }, 'retryAfter'],
    [[], ''],
  ])('refuse %j by name, and stay as they were', async (patch, path) => {
    const before = (await sim.admin('GET', '/settings')).body;
    const { status, body } = await sim.admin('PATCH', '/settings', patch);
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'INVALID_INPUT', errors: [{ path }] });
    expect((await sim.admin('GET', '/settings')).body).toEqual(before);
  });
});

describe('seeded users', () => {
  it('are there by the thousand, with a location and a licence if wanted, outside of all limits', async () => {
    const { status, body } = await sim.admin('POST', '/users', { count: 15_000, usageLocation: 'MA', skuId: FACULTY });
    expect([status, body]).toEqual([201, { created: 15_000, users: 15_000 }]);
    const { body: user } = await sim.graph('GET', `/users/${name(15_000)}?$select=assignedLicenses,usageLocation`);
    expect(user).toMatchObject({ usageLocation: 'MA', assignedLicenses: [{ skuId: FACULTY }] });
    const { body: summary } = await sim.admin('GET', '/summary');
    expect(summary).toMatchObject({ effects: 1, assignLicense: { calls: 0 }, limits: {} });
    expect(summary.tenants[0].skus.find((sku: { skuId: string }) => sku.skuId === FACULTY)).toMatchObject({
      seats: 20_000,
      consumed: 15_000,
    });
  });

  it('can be a list of names', async () => {
    const users = Array.from({ length: 2_500 }, (_, n) => ({
      userPrincipalName: `m${n}@takwin.test`,
      displayName: `Personne ${n}`,
    }));
    expect((await sim.admin('POST', '/users', { users })).body).toEqual({ created: 2_500, users: 2_500 });
    expect((await sim.graph('GET', '/users/m2499@takwin.test')).body.displayName).toBe('Personne 2499');
    expect((await sim.admin('GET', '/summary')).body.effects).toBe(3);
  });

  it.each([
    [{}, 'count'],
    [{ count: 1, tenant: '11111111-2222-3333-4444-555555555555' }, 'tenant'],
    [{ count: 1, domain: 'elsewhere.test' }, 'domain'],
    [{ count: 1, skuId: '11111111-2222-3333-4444-555555555555' }, 'skuId'],
    [{ count: 20_001, skuId: FACULTY }, 'skuId'],
    [{ count: 5, from: 3 }, 'users'],
    [{ users: [{ userPrincipalName: 'a@takwin.test' }, { userPrincipalName: 'A@takwin.test' }] }, 'users'],
    [{ users: [{ userPrincipalName: 'no address' }] }, 'users.0.userPrincipalName'],
  ])('are refused whole: %j', async (body, path) => {
    await sim.admin('POST', '/users', { count: 3 });
    const refused = await sim.admin('POST', '/users', body);
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path }] } });
    expect((await sim.admin('GET', '/summary')).body.tenants[0].users).toBe(3);
  });
});

describe('the summary', () => {
  it('says what was asked, answered and refused', async () => {
    await sim.seeded(2);
    await sim.assign(name(1), [STUDENT]);
    await sim.assign('nobody@takwin.test', [STUDENT]);
    await sim.graph('GET', '/subscribedSkus');
    expect((await sim.admin('GET', '/summary')).body.statuses).toEqual({ 200: 2, 404: 1 });
  });
});

describe('effects', () => {
  it('refuse a page that is none', async () => {
    expect((await sim.admin('GET', '/effects?since=-1')).status).toBe(422);
    expect((await sim.admin('GET', '/effects?first=no')).status).toBe(422);
  });
});
