import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { name, started, STUDENT } from '../testing/started.js';

let sim: Awaited<ReturnType<typeof started>>;
beforeEach(async () => {
  sim = await started();
  await sim.seeded(200);
});
afterEach(() => sim.close());

const faults = (faults: object, more: object = {}) => sim.admin('PATCH', '/settings', { faults, ...more });
const outcome = (n: number) =>
  sim.assign(name(n), [STUDENT]).then(
    ({ status }) => status,
    () => 'broken' as const,
  );
const holds = async (n: number) => {
  await faults({ lost: 0, dropped: 0, unavailable: 0, timeout: 0, throttled: 0, throttledAfterEffect: 0, conflict: 0 });
  return (await sim.graph('GET', `/users/${name(n)}?$select=assignedLicenses`)).body.assignedLicenses.length === 1;
};
const lastEffect = async () => (await sim.admin('GET', '/effects?since=1')).body.items.at(-1);

describe('a fault', () => {
  it.each([
    ['lost', 'broken', true],
    ['dropped', 'broken', false],
    ['unavailable', 503, false],
    ['timeout', 504, true],
    ['throttled', 429, false],
    ['throttledAfterEffect', 429, true],
    ['conflict', 409, false],
  ] as const)('%s is seen as %s, and leaves the effect: %s', async (fault, seen, effect) => {
    await faults({ [fault]: 1 });
    expect(await outcome(1)).toBe(seen);
    expect(await holds(1)).toBe(effect);
    const { body } = await sim.admin('GET', '/summary');
    expect(body.unanswered).toBe(effect ? 1 : 0);
    expect(await lastEffect()).toEqual(
      effect ? expect.objectContaining({ answered: seen === 'broken' ? 'lost' : seen }) : undefined,
    );
  });

  it('comes at its rate, and again the same way with the same seed', async () => {
    await faults({ lost: 0.2, unavailable: 0.1, conflict: 0.1 }, { seed: 7 });
    const run = async () => {
      const outcomes = [];
      for (let n = 1; n <= 200; n += 1) outcomes.push(await outcome(n));
      return outcomes;
    };
    const first = await run();
    expect(first.filter((seen) => seen === 'broken').length).toBeGreaterThan(20);
    expect(first.filter((seen) => seen === 503).length).toBeGreaterThan(5);
    await sim.admin('POST', '/reset');
    await sim.seeded(200);
    expect(await run()).toEqual(first);
    await sim.admin('POST', '/reset');
    await faults({}, { seed: 8 });
    await sim.seeded(200);
    expect(await run()).not.toEqual(first);
  });

  it('429 below the limits is told like one of the app in the tenant, and its wait is watched', async () => {
    await faults({ throttled: 1, throttledSeconds: 4 });
    const { headers } = await sim.assign(name(1), [STUDENT]);
    expect(headers.get('retry-after')).toBe('4');
    expect(headers.get('x-ms-throttle-information')).toBe('CPULimitExceeded');
    sim.clock.advance(2_000);
    await faults({ throttled: 0 });
    await sim.assign(name(1), [STUDENT]);
    expect((await sim.admin('GET', '/summary')).body.early).toEqual({ calls: 1, longestMs: 2_000 });
  });

  it('409 carries the code that callers back off on', async () => {
    await faults({ conflict: 1 });
    const { body } = await sim.graph('DELETE', `/users/${name(1)}`);
    expect(body.error.code).toBe('Directory_ConcurrencyViolation');
    expect((await sim.graph('GET', `/users/${name(1)}`)).status).toBe(200);
  });

  it('lost leaves the caller to read back: a second POST is then counted as doubled', async () => {
    await faults({ lost: 1 });
    await outcome(1);
    await faults({ lost: 0 });
    await outcome(1);
    const { body } = await sim.admin('GET', '/summary');
    expect(body).toMatchObject({ doubled: 1, unanswered: 1, statuses: { lost: 1 } });
    expect(body.firstDoubled).toMatchObject([{ skuId: STUDENT }]);
  });
});

describe('writes on one user at the same time', () => {
  it('refuse the second with 409 while the first is under way, and let another user through', async () => {
    await sim.admin('PATCH', '/settings', { latencyMs: { min: 100, max: 100 } });
    const answers = await Promise.all([1, 1, 2].map((n) => outcome(n)));
    expect(answers.slice(0, 2).sort()).toEqual([200, 409]);
    expect(answers[2]).toBe(200);
    sim.clock.advance(100);
    expect(await outcome(1)).toBe(200);
  });

  it('can be let through', async () => {
    await faults({ overlap: 0 }, { latencyMs: { min: 50, max: 50 } });
    expect(await Promise.all([1, 1].map((n) => outcome(n)))).toEqual([200, 200]);
  });
});

describe('latency', () => {
  it('holds the answer back', async () => {
    await sim.admin('PATCH', '/settings', { latencyMs: { min: 120, max: 150 } });
    const before = performance.now();
    await sim.graph('GET', `/users/${name(1)}`);
    expect(performance.now() - before).toBeGreaterThan(115);
  });
});
