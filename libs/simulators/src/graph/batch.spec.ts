import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { assignment, name, started, STUDENT } from '../testing/started.js';

type Inner = { id: string; status: number; headers: Record<string, string>; body?: { error?: { code: string } } };

let sim: Awaited<ReturnType<typeof started>>;
beforeEach(async () => {
  sim = await started();
  await sim.seeded(30);
});
afterEach(() => sim.close());

const assign = (id: string, user: string, more: object = {}) => ({
  id,
  method: 'POST',
  url: `/users/${user}/assignLicense`,
  headers: { 'Content-Type': 'application/json' },
  body: assignment([STUDENT]),
  ...more,
});
const post = (requests: unknown) => sim.graph('POST', '/$batch', { body: { requests } });
const byId = (body: { responses: Inner[] }) => Object.fromEntries(body.responses.map((inner) => [inner.id, inner]));
const statusById = (body: { responses: Inner[] }) =>
  Object.fromEntries(body.responses.map(({ id, status }) => [id, status]));

// JSON batching, json-batching.md in the documentation of Microsoft Graph.
describe('a $batch', () => {
  it('answers 200 with a status for each step, whatever it is, in any order', async () => {
    const { status, body } = await post([
      assign('1', name(1)),
      assign('2', 'nobody@takwin.test'),
      { id: '3', method: 'GET', url: `users/${name(1)}?$select=assignedLicenses` },
      { id: '4', method: 'GET', url: '/teams' },
      {
        id: '5',
        method: 'PATCH',
        url: `/users/${name(2)}`,
        headers: { 'content-type': 'application/json' },
        body: { city: 'Fès' },
      },
      {
        id: '6',
        method: 'POST',
        url: '/$batch',
        headers: { 'content-type': 'application/json' },
        body: { requests: [] },
      },
    ]);
    expect(status).toBe(200);
    expect(statusById(body)).toEqual({ 1: 200, 2: 404, 3: 200, 4: 400, 5: 204, 6: 400 });
    const inner = byId(body);
    expect(inner['1']!.headers).toMatchObject({ 'x-ms-resource-unit': '1', 'content-type': 'application/json' });
    expect(inner['2']!.body!.error!.code).toBe('Request_ResourceNotFound');
    expect(inner['5']!).not.toHaveProperty('body');
    const orders = new Set<string>();
    for (let n = 0; n < 10; n += 1) {
      const again = await post(['a', 'b', 'c', 'd'].map((id) => ({ id, method: 'GET', url: `/users/${name(1)}` })));
      orders.add(again.body.responses.map((response: Inner) => response.id).join(''));
    }
    expect(orders.size).toBeGreaterThan(1);
  });

  it('takes 20 steps, and not 21', async () => {
    const steps = Array.from({ length: 21 }, (_, n) => assign(String(n), name(n + 1)));
    expect((await post(steps)).status).toBe(400);
    const { body } = await post(steps.slice(1));
    expect(Object.values(statusById(body))).toEqual(Array(20).fill(200));
    expect((await sim.admin('GET', '/summary')).body.assignLicense.calls).toBe(20);
  });

  it.each([
    ['two ids that differ in case', [assign('a', name(1)), assign('A', name(2))]],
    ['no id', [{ ...assign('', name(1)) }]],
    ['a body without its type', [assign('1', name(1), { headers: {} })]],
    ['a dependency on nothing', [assign('1', name(1), { dependsOn: ['2'] })]],
    [
      'dependencies in a circle',
      [assign('1', name(1), { dependsOn: ['2'] }), assign('2', name(2), { dependsOn: ['1'] })],
    ],
    ['no step', []],
    ['no list', 'all of them'],
  ])('is refused whole with %s', async (_, requests) => {
    const { status, body } = await post(requests);
    expect([status, body.error.code]).toEqual([400, 'BadRequest']);
    expect((await sim.admin('GET', '/summary')).body.assignLicense.calls).toBe(0);
  });

  it('keeps to dependsOn: what depends on a failed step fails with 424 and is not carried out', async () => {
    const { body } = await post([
      assign('three', name(3), { dependsOn: ['TWO'] }),
      assign('two', 'nobody@takwin.test', { dependsOn: ['one'] }),
      assign('one', name(1)),
      assign('four', name(4), { dependsOn: ['three'] }),
    ]);
    expect(statusById(body)).toEqual({ one: 200, two: 404, three: 424, four: 424 });
    expect((await sim.admin('GET', '/summary')).body.assignLicense.calls).toBe(1);
  });

  it('refuses a second write on one user, unless it waits for the first', async () => {
    expect(Object.values(statusById((await post([assign('1', name(1)), assign('2', name(1))])).body)).sort()).toEqual([
      200, 409,
    ]);
    const patch = {
      method: 'PATCH',
      url: `/users/${name(2)}`,
      headers: { 'content-type': 'application/json' },
      body: { city: 'Fès' },
    };
    const { body } = await post([{ id: '1', ...patch }, assign('2', name(2), { dependsOn: ['1'] })]);
    expect(statusById(body)).toEqual({ 1: 204, 2: 200 });
  });

  it('is charged step by step: steps beyond the limit are 429 with their own wait, the others done', async () => {
    await sim.admin('PATCH', '/settings', { limits: { applicationTenantWrites: { tokens: 15 } } });
    const steps = Array.from({ length: 20 }, (_, n) => assign(String(n), name(n + 1)));
    const { status, body } = await post(steps);
    expect(status).toBe(200);
    const throttled = (body.responses as Inner[]).filter((inner) => inner.status === 429);
    expect(throttled.map(({ id }) => id).sort()).toEqual(['15', '16', '17', '18', '19']);
    expect(throttled.every(({ headers }) => headers['retry-after'] === '150')).toBe(true);
    expect((await sim.admin('GET', '/summary')).body).toMatchObject({
      assignLicense: { calls: 15 },
      early: { calls: 0 },
    });
  });

  it('can answer 424 itself when a step was throttled, as throttling.md has it', async () => {
    await sim.admin('PATCH', '/settings', {
      limits: { applicationTenantWrites: { tokens: 1 } },
      batchFailsWhenThrottled: true,
    });
    const { status, body } = await post([assign('1', name(1)), assign('2', name(2))]);
    expect(status).toBe(424);
    expect(statusById(body)).toEqual({ 1: 200, 2: 429 });
  });

  it('fails in part by the faults, step by step', async () => {
    await sim.admin('PATCH', '/settings', { seed: 3, faults: { unavailable: 0.3, timeout: 0.2 } });
    const { body } = await post(Array.from({ length: 20 }, (_, n) => assign(String(n), name(n + 1))));
    const statuses = Object.values(statusById(body));
    expect(new Set(statuses)).toEqual(new Set([200, 503, 504]));
    const done = statuses.filter((status) => status !== 503).length;
    expect((await sim.admin('GET', '/summary')).body).toMatchObject({
      assignLicense: { calls: done },
      unanswered: statuses.filter((status) => status === 504).length,
    });
  });

  it('that is lost has had all of its effects', async () => {
    await sim.admin('PATCH', '/settings', { faults: { lost: 1 } });
    await expect(post(Array.from({ length: 20 }, (_, n) => assign(String(n), name(n + 1))))).rejects.toThrow();
    const { body } = await sim.admin('GET', '/summary');
    expect(body).toMatchObject({ assignLicense: { calls: 20, changed: 20 }, unanswered: 20, statuses: { lost: 1 } });
  });

  it('takes a body in base64url, and refuses one that is none for its step alone', async () => {
    const encoded = Buffer.from(JSON.stringify(assignment([STUDENT]))).toString('base64url');
    const { body } = await post([assign('1', name(1), { body: encoded }), assign('2', name(2), { body: '{' })]);
    expect(statusById(body)).toEqual({ 1: 200, 2: 400 });
  });
});
