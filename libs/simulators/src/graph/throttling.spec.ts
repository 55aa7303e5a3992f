import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DEVELOPMENT } from '../tenants.js';
import { name, started, STUDENT, tokenOf } from '../testing/started.js';

const OTHER_APP = 'c0a8b1d4-6d55-4c1b-8f1e-2f9be1f6a002';
const tenants = [
  {
    id: DEVELOPMENT.tenantId,
    apps: [
      { clientId: DEVELOPMENT.clientId, secret: DEVELOPMENT.clientSecret },
      { clientId: OTHER_APP, secret: 'another secret' },
    ],
  },
];

let sim: Awaited<ReturnType<typeof started>>;
let other: string;
beforeEach(async () => {
  sim = await started({ tenants });
  other = await tokenOf(sim.url, { clientId: OTHER_APP, secret: 'another secret' });
  await sim.seeded(60);
});
afterEach(() => sim.close());

const limits = (limits: object, more: object = {}) => sim.admin('PATCH', '/settings', { limits, ...more });
const writes = async (count: number, token = sim.token) => {
  const answers = [];
  for (let n = 1; n <= count; n += 1) answers.push(await sim.assign(name(n), [STUDENT], { token }));
  return answers;
};
const statuses = (answers: { status: number }[]) => answers.map(({ status }) => status);

// Microsoft Graph throttling limits, identity and access.
describe('the limit of writes per app and tenant', () => {
  beforeEach(() => limits({ applicationTenantWrites: { tokens: 5, seconds: 150 } }));

  it('refuses the write after the last with 429, the wait, the scope and the reason, and does not carry it out', async () => {
    const refused = (await writes(6))[5]!;
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('150');
    expect(refused.headers.get('x-ms-throttle-scope')).toBe(
      `Tenant_Application/Write/${DEVELOPMENT.clientId}/${DEVELOPMENT.tenantId}`,
    );
    expect(refused.headers.get('x-ms-throttle-information')).toBe('WriteLimitExceeded');
    expect(refused.body.error).toMatchObject({
      code: 'TooManyRequests',
      message: 'Please retry again later.',
      innerError: { code: '429', status: '429', message: 'Please retry after', date: '2026-11-24T08:00:00' },
    });
    const { body } = await sim.admin('GET', '/summary');
    expect(body.assignLicense.calls).toBe(5);
    expect(body.limits[`applicationTenantWrites/${DEVELOPMENT.clientId}/${DEVELOPMENT.tenantId}`]).toEqual({
      limit: 5,
      peak: 6,
      throttled: 1,
    });
  });

  it('lets reads through meanwhile', async () => {
    await writes(6);
    expect((await sim.graph('GET', `/users/${name(6)}`)).status).toBe(200);
  });

  it('opens again when the window ends, and not before', async () => {
    await writes(5);
    sim.clock.advance(100_000);
    expect((await writes(1))[0]!.headers.get('retry-after')).toBe('50');
    sim.clock.advance(49_999);
    expect(statuses(await writes(1))).toEqual([429]);
    sim.clock.advance(1);
    expect(statuses(await writes(6))).toEqual([200, 200, 200, 200, 200, 429]);
  });

  it('is counted apart for another app in the same tenant', async () => {
    expect(statuses(await writes(6))).toEqual([200, 200, 200, 200, 200, 429]);
    expect(statuses(await writes(5, other))).toEqual([200, 200, 200, 200, 200]);
  });

  it('comes back token by token as a bucket', async () => {
    await sim.admin('PATCH', '/settings', { window: 'bucket' });
    await writes(5);
    sim.clock.advance(30_000);
    expect(statuses(await writes(2))).toEqual([200, 429]);
    sim.clock.advance(60_000);
    expect(statuses(await writes(2))).toEqual([200, 429]);
  });

  it('passes faster with the speed', async () => {
    await sim.admin('PATCH', '/settings', { speed: 100 });
    expect((await writes(6))[5]!.headers.get('retry-after')).toBe('2');
    sim.clock.advance(1_500);
    expect(statuses(await writes(1))).toEqual([200]);
  });
});

describe('the other limits', () => {
  it('hold writes per tenant over all its apps', async () => {
    await limits({ tenantWrites: { tokens: 6, seconds: 300 } });
    expect(statuses(await writes(4))).toEqual([200, 200, 200, 200]);
    const [, , refused] = await writes(3, other);
    expect(refused!.status).toBe(429);
    expect(refused!.headers.get('x-ms-throttle-scope')).toMatch(/^Tenant\/Write\//);
    expect(refused!.headers.get('retry-after')).toBe('300');
  });

  it('hold writes per app', async () => {
    await limits({ applicationWrites: { tokens: 2, seconds: 300 } });
    expect((await writes(3))[2]!.headers.get('x-ms-throttle-scope')).toMatch(/^Application\/Write\//);
  });

  it('hold resource units per app and tenant by the size of the tenant, reads included', async () => {
    await limits({ applicationTenantUnits: { small: 1, medium: 3, large: 100, seconds: 10 } });
    expect((await sim.graph('GET', '/users')).status).toBe(200);
    const refused = await sim.graph('GET', '/users');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-ms-throttle-information')).toBe('ResourceUnitLimitExceeded');
    expect(refused.headers.get('x-ms-throttle-scope')).toMatch(/^Tenant_Application\/ReadWrite\//);
    expect(refused.headers.get('retry-after')).toBe('10');
    await sim.seeded(500, { from: 1_000 });
    expect((await sim.graph('GET', '/users')).status).toBe(200);
  });

  it('hold resource units per app', async () => {
    await limits({ applicationUnits: { tokens: 2, seconds: 20 } });
    expect(statuses([await sim.graph('GET', '/users'), await sim.graph('GET', '/users')])).toEqual([200, 429]);
  });
});

describe('resource units', () => {
  it.each([
    ['GET', '/users', 2],
    ['GET', '/users?$select=id', 1],
    ['GET', '/users?$top=10', 1],
    ['GET', '/users?$top=10&$select=id', 1],
    ['GET', `/users/${name(1)}`, 1],
    ['GET', '/subscribedSkus', 3],
    ['GET', '/subscribedSkus?$select=skuId', 2],
    ['GET', `/users/${name(1)}/licenseDetails`, 2],
    ['DELETE', `/users/${name(1)}`, 1],
  ])('of %s %s are %i', async (method, path, units) => {
    expect((await sim.graph(method, path)).headers.get('x-ms-resource-unit')).toBe(String(units));
  });
});

describe('the share of the limit that is used', () => {
  it('is told above 0.8, and up to 1.8', async () => {
    await limits({ applicationTenantWrites: { tokens: 10, seconds: 150 } });
    const told = (await writes(30)).map(({ headers }) => headers.get('x-ms-throttle-limit-percentage'));
    expect(told.slice(0, 8)).toEqual(Array(8).fill(null));
    expect(told.slice(8, 11)).toEqual(['0.9', '1', '1.1']);
    expect(told.slice(18)).toEqual(Array(12).fill('1.8'));
  });
});

describe('Retry-After', () => {
  const waits = async () => {
    const told = new Set<string | null>();
    for (const { status, headers } of await writes(40)) if (status === 429) told.add(headers.get('retry-after'));
    return told;
  };

  it('is whole, decimal or absent by the draw of the seed', async () => {
    await limits(
      { applicationTenantWrites: { tokens: 1, seconds: 1.234 } },
      { retryAfter: { integer: 1, decimal: 1, absent: 1 } },
    );
    expect(await waits()).toEqual(new Set(['2', '1.234', null]));
  });

  it('is always absent with that weight alone', async () => {
    await limits({ applicationTenantWrites: { tokens: 1 } }, { retryAfter: { integer: 0, absent: 1 } });
    expect(await waits()).toEqual(new Set([null]));
  });

  it('is watched: a write before its time is early, but not one that was on its way, nor a read, nor another app', async () => {
    await limits({ applicationTenantWrites: { tokens: 1, seconds: 150 } });
    const early = async () => (await sim.admin('GET', '/summary')).body.early;
    await writes(3);
    sim.clock.advance(1_000);
    await writes(1);
    await sim.graph('GET', '/users');
    await writes(1, other);
    expect(await early()).toEqual({ calls: 0, longestMs: 0 });
    sim.clock.advance(9_000);
    await writes(1);
    expect(await early()).toEqual({ calls: 1, longestMs: 140_000 });
    sim.clock.advance(140_000);
    expect(statuses(await writes(1))).toEqual([200]);
    expect(await early()).toEqual({ calls: 1, longestMs: 140_000 });
    const { body } = await sim.admin('GET', '/effects');
    expect(body.items.filter((effect: { kind: string }) => effect.kind === 'early-call')).toMatchObject([
      { app: DEVELOPMENT.clientId, earlyMs: 140_000, at: '2026-11-24T08:00:10.000Z' },
    ]);
  });

  it('that was absent cannot be broken', async () => {
    await limits({ applicationTenantWrites: { tokens: 1 } }, { retryAfter: { integer: 0, absent: 1 } });
    await writes(2);
    sim.clock.advance(10_000);
    await writes(2);
    expect((await sim.admin('GET', '/summary')).body.early.calls).toBe(0);
  });
});
