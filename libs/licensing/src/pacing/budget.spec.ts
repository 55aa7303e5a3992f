import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Budget, type Grant, type Limits, type Windows } from './budget.js';
import { NEW_WINDOW } from './window.js';

const limits: Limits = {
  writes: { size: 3_000, windowMs: 150_000 },
  units: { size: 8_000, windowMs: 10_000 },
  tenantWrites: { size: 18_000, windowMs: 300_000 },
};
const fresh: Windows = { writes: NEW_WINDOW, units: NEW_WINDOW, tenantWrites: NEW_WINDOW };
const demand = { writesEach: 1, unitsEach: 1, most: 100, bulk: true };

/** Takes as much as there is at `now`; returns what was taken and the windows after. */
function drain(windows: Windows, now: number, about = demand): { taken: number; windows: Windows; grants: Grant[] } {
  const budget = new Budget(limits, windows, now);
  const grants: Grant[] = [];
  for (let persons = budget.offer(about).persons; persons > 0; persons = budget.offer(about).persons)
    grants.push(budget.take(persons * about.writesEach, persons * about.unitsEach));
  return { taken: grants.reduce((sum, { writes }) => sum + writes, 0), windows: budget.windows, grants };
}

describe('the budget of an app', () => {
  it('gives bulk all but a share at once, the share in the last fifth, and nothing in its last moment', () => {
    const first = drain(fresh, 0);
    expect(first.taken).toBe(2_970);
    expect(drain(first.windows, 100_000).taken).toBe(0);
    expect(drain(first.windows, 121_000).taken).toBe(30);
    expect(drain(first.windows, 146_000).taken).toBe(0);
    expect(new Budget(limits, first.windows, 10).offer({ ...demand, bulk: false }).persons).toBe(30);
  });

  it('begins the next window only when Microsoft’s has ended, which began when its first call arrived', () => {
    const { windows, grants } = drain(fresh, 0);
    const budget = new Budget(limits, windows, 2_000);
    budget.confirm(grants[0]!, ['writes']);
    expect(drain(budget.windows, 151_999).taken).toBe(0);
    expect(drain(budget.windows, 152_000).taken).toBe(2_970);
    // Without an answer nobody knows when it began: a call may take as long as its timeout.
    expect(drain(windows, 169_999).taken).toBe(0);
    expect(drain(windows, 170_000).taken).toBe(2_970);
  });

  it('gives nobody anything while Microsoft has asked to wait', () => {
    const budget = new Budget(limits, fresh, 0);
    budget.hold(5_000, false);
    expect(budget.offer({ ...demand, bulk: false })).toEqual({ persons: 0, waitMs: 5_000 });
    expect(new Budget(limits, budget.windows, 5_000).offer(demand).persons).toBe(100);
  });

  it('learns what a PATCH of members costs from the share that Microsoft tells, and keeps it', () => {
    const budget = new Budget(limits, fresh, 0);
    const grant = budget.take(350, 350, 350);
    budget.correct(grant, { writes: 350, units: 350, patches: 350 });
    budget.learn(grant, 0.82);
    expect(budget.patchCost).toBe(7);
    expect(drain(budget.windows, 0).taken).toBe(3_000 - 30 - 2_460);
    expect(new Budget(limits, budget.windows, 400_000).patchCost).toBe(7);
  });

  it('learns no dearer a price from PATCHes that are on their way while others are answered', () => {
    const budget = new Budget(limits, fresh, 0);
    const grants = [1, 2, 3, 4, 5].map(() => budget.take(80, 80, 80));
    // Of 400 that cost 7 each, 350 were counted when the first was answered, and all of them by the last.
    for (const [index, grant] of grants.entries()) {
      budget.correct(grant, { writes: 80, units: 80, patches: 80 });
      budget.learn(grant, (7 * (350 + index * 12.5)) / 3_000);
    }
    expect(budget.patchCost).toBe(7);
  });

  it('learns nothing of writes from a share that resource units explain, or may have in a window that is over', () => {
    const budget = new Budget(limits, fresh, 0);
    const grant = budget.take(100, 100, 100);
    budget.correct(grant, { writes: 100, units: limits.units.size * 0.85, patches: 100 });
    budget.learn(grant, 0.86);
    expect(budget.patchCost).toBe(1);
    const later = new Budget(limits, budget.windows, 2 * limits.units.windowMs);
    later.learn(grant, 0.95);
    expect(later.patchCost).toBe(1);
    budget.learn(grant, 0.95);
    expect(budget.patchCost).toBeGreaterThan(20);
  });

  it('grants no more than a limit in any window that Microsoft may have begun', () => {
    const step = fc.record({
      passMs: fc.integer({ min: 0, max: 60_000 }),
      latencyMs: fc.integer({ min: 1, max: 3_000 }),
      most: fc.integer({ min: 1, max: 900 }),
      sent: fc.integer({ min: 0, max: 100 }),
      bulk: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 120 }), (steps) => {
        let windows = fresh;
        let now = 0;
        const arrivals: { at: number; writes: number }[] = [];
        for (const { passMs, latencyMs, most, sent, bulk } of steps) {
          now += passMs;
          const budget = new Budget(limits, windows, now);
          const { persons } = budget.offer({ ...demand, most, bulk });
          if (persons > 0) {
            const grant = budget.take(persons, persons);
            const writes = Math.min(persons, Math.ceil((persons * sent) / 100));
            if (writes > 0) arrivals.push({ at: now + latencyMs / 2, writes });
            const answered = new Budget(limits, budget.windows, now + latencyMs);
            answered.confirm(grant, writes > 0 ? ['writes', 'units', 'tenantWrites'] : ['units']);
            answered.correct(grant, { writes, units: persons });
            windows = answered.windows;
            now += latencyMs;
          } else windows = budget.windows;
        }
        expect(mostInAWindow(arrivals, 150_000)).toBeLessThanOrEqual(3_000);
        expect(mostInAWindow(arrivals, 300_000)).toBeLessThanOrEqual(18_000);
      }),
      { numRuns: 300 },
    );
  });
});

/** The most that fell into one of the windows as Microsoft counts them: each begins with the first call after the one before. */
function mostInAWindow(arrivals: readonly { at: number; writes: number }[], windowMs: number): number {
  let [from, sum, most] = [-Infinity, 0, 0];
  for (const { at, writes } of arrivals) {
    if (at >= from + windowMs) [from, sum] = [at, 0];
    sum += writes;
    most = Math.max(most, sum);
  }
  return most;
}
