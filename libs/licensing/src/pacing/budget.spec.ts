import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Budget, type Grant, type Limits, type Quotas } from './budget.js';
import { NEW_QUOTA } from './quota.js';

const limits: Limits = {
  writes: { size: 3_000, windowMs: 150_000 },
  units: { size: 8_000, windowMs: 10_000 },
  tenantWrites: { size: 18_000, windowMs: 300_000 },
  holdMs: 30_000,
  underWayMs: 20_000,
};
const fresh: Quotas = { writes: NEW_QUOTA, units: NEW_QUOTA, tenantWrites: NEW_QUOTA };
const demand = { writesEach: 1, unitsEach: 1, most: 100, bulk: true };
// Ends are rounded up to the next but one four-hundredth of a window.
const ROUNDED = 750;

/** Takes as much as there is at `now`; returns what was taken and the quotas after. */
function drain(quotas: Quotas, now: number, about = demand): { taken: number; quotas: Quotas; grants: Grant[] } {
  const budget = new Budget(limits, quotas, now);
  const grants: Grant[] = [];
  for (let persons = budget.offer(about).persons; persons > 0; persons = budget.offer(about).persons)
    grants.push(budget.take(persons * about.writesEach, persons * about.unitsEach));
  return { taken: grants.reduce((sum, { writes }) => sum + writes, 0), quotas: budget.quotas, grants };
}

/** The quotas once all grants were sent and answered by `now`. */
function answered(quotas: Quotas, grants: readonly Grant[], now: number): Quotas {
  const budget = new Budget(limits, quotas, now);
  for (const grant of grants) budget.settle(grant, grant);
  return budget.quotas;
}

describe('the budget of an app', () => {
  it('gives bulk all but a share at once, and the share when as much is about to come back', () => {
    const first = drain(fresh, 0);
    expect(first.taken).toBe(2_970);
    const quotas = answered(first.quotas, first.grants, 1_000);
    expect(drain(quotas, 100_000).taken).toBe(0);
    expect(drain(quotas, 122_000).taken).toBe(30);
    expect(new Budget(limits, quotas, 1_010).offer({ ...demand, bulk: false }).persons).toBe(30);
  });

  it('counts a write until a window after its answer, as it had arrived by then', () => {
    const { quotas, grants } = drain(fresh, 0);
    const settled = answered(quotas, grants, 2_000);
    expect(drain(settled, 150_000, { ...demand, bulk: false }).taken).toBe(30);
    expect(drain(settled, 152_000 + ROUNDED).taken).toBe(2_970);
  });

  it('counts what nobody accounts for until a window after it can have arrived', () => {
    const { quotas } = drain(fresh, 0);
    expect(drain(quotas, 199_999, { ...demand, bulk: false }).taken).toBe(30);
    expect(drain(quotas, 200_000 + ROUNDED).taken).toBe(2_970);
  });

  it('counts an unanswered write as long as one that nobody accounts for, and gives back what was not sent', () => {
    const budget = new Budget(limits, fresh, 0);
    const grant = budget.take(300, 300);
    const at = new Budget(limits, budget.quotas, 1_000);
    at.settle(grant, { writes: 200, units: 200, unanswered: { writes: 50, units: 50 } });
    const free = (now: number): number =>
      new Budget(limits, at.quotas, now).offer({ ...demand, most: 9_000, unitsEach: 0, bulk: false }).persons;
    expect(free(1_000)).toBe(2_800);
    expect(free(151_000 + ROUNDED)).toBe(2_950);
    expect(free(200_000 + ROUNDED)).toBe(3_000);
  });

  it('adds to a grant what is to be sent no later than it', () => {
    const budget = new Budget(limits, fresh, 0);
    const grant = budget.take(10, 10);
    const later = new Budget(limits, budget.quotas, 5_000);
    const both = later.take(5, 5, 0, grant);
    expect(both).toMatchObject({ writes: 15, units: 15, takenAt: 0, until: 30_000 });
    later.settle(both, { writes: 0, units: 0 });
    expect(later.quotas.writes.charges).toEqual([]);
  });

  it('gives nobody anything while Microsoft has asked to wait', () => {
    const budget = new Budget(limits, fresh, 0);
    budget.hold(5_000, false);
    expect(budget.offer({ ...demand, bulk: false })).toEqual({ persons: 0, waitMs: 5_000 });
    expect(new Budget(limits, budget.quotas, 5_000).offer(demand).persons).toBe(100);
  });

  it('learns what a PATCH of members costs from the share that Microsoft tells, and keeps it', () => {
    const budget = new Budget(limits, fresh, 0);
    const grant = budget.take(350, 350, 350);
    budget.settle(grant, { writes: 350, units: 350, patches: 350 });
    budget.learn(grant, 0.82);
    expect(budget.patchCost).toBe(7);
    expect(drain(budget.quotas, 0).taken).toBe(3_000 - 30 - 2_460);
    expect(new Budget(limits, budget.quotas, 400_000).patchCost).toBe(7);
  });

  it('learns no dearer a price from PATCHes that are on their way while others are answered', () => {
    const budget = new Budget(limits, fresh, 0);
    const grants = [1, 2, 3, 4, 5].map(() => budget.take(80, 80, 80));
    // Of 400 that cost 7 each, 350 were counted when the first was answered, and all of them by the last.
    for (const [index, grant] of grants.entries()) {
      budget.settle(grant, { writes: 80, units: 80, patches: 80 });
      budget.learn(grant, (7 * (350 + index * 12.5)) / 3_000);
    }
    expect(budget.patchCost).toBe(7);
  });

  it('learns nothing of writes from a share that resource units explain, also where they count no more since it was told', () => {
    const budget = new Budget(limits, fresh, 0);
    const grant = budget.take(100, 100, 100);
    budget.settle(grant, { writes: 100, units: limits.units.size * 0.85, patches: 100 });
    budget.learn(grant, 0.86);
    expect(budget.patchCost).toBe(1);
    const later = new Budget(limits, budget.quotas, 2 * limits.units.windowMs);
    later.learn(grant, 0.86);
    expect(later.patchCost).toBe(1);
    budget.learn(grant, 0.95);
    expect(budget.patchCost).toBeGreaterThan(20);
  });

  it('lets no more arrive than a limit in any window, however late calls are sent, arrive and are answered', () => {
    const ms = (max: number) => fc.integer({ min: 0, max });
    const step = fc.record({
      passMs: ms(40_000),
      // A worker that was stopped in between sends late, or finds that it is too late.
      sentMs: ms(40_000),
      underWayMs: ms(20_000),
      // Answered after so long; who died, or got no answer, accounts for nothing.
      answerMs: fc.option(ms(40_000)),
      most: fc.integer({ min: 1, max: 2_000 }),
      sent: fc.integer({ min: 0, max: 100 }),
      bulk: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
        let quotas = fresh;
        let now = 0;
        const arrivals: { at: number; writes: number }[] = [];
        const answers: { at: number; grant: Grant; writes: number }[] = [];
        for (const { passMs, sentMs, underWayMs, answerMs, most, sent, bulk } of steps) {
          now += passMs;
          for (const { at, grant, writes } of answers.splice(0).sort((one, other) => one.at - other.at)) {
            if (at > now) {
              answers.push({ at, grant, writes });
              continue;
            }
            const budget = new Budget(limits, quotas, at);
            budget.settle(grant, { writes, units: writes });
            quotas = budget.quotas;
          }
          const budget = new Budget(limits, quotas, now);
          const { persons } = budget.offer({ ...demand, most, bulk });
          if (persons === 0) continue;
          const grant = budget.take(persons, persons);
          quotas = budget.quotas;
          const writes = now + sentMs <= grant.until ? Math.ceil((persons * sent) / 100) : 0;
          const at = now + sentMs + underWayMs;
          if (writes > 0) arrivals.push({ at, writes });
          if (answerMs !== null) answers.push({ at: at + answerMs, grant, writes });
        }
        expect(mostInAnyWindow(arrivals, 150_000)).toBeLessThanOrEqual(3_000);
        expect(mostInAnyWindow(arrivals, 10_000)).toBeLessThanOrEqual(8_000);
        expect(mostInAnyWindow(arrivals, 300_000)).toBeLessThanOrEqual(18_000);
      }),
      { numRuns: 500 },
    );
  });
});

/** The most that fell into one window, wherever it begins. */
function mostInAnyWindow(arrivals: readonly { at: number; writes: number }[], windowMs: number): number {
  const within = (from: number): number =>
    arrivals.reduce((sum, { at, writes }) => (at >= from && at < from + windowMs ? sum + writes : sum), 0);
  return Math.max(0, ...arrivals.map(({ at }) => within(at)));
}
