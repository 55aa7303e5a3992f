import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { retakeEligibility, type Attempt, type RetakePolicy } from './retake-policy.js';

/**
 * The engine against a reference that is slow and obvious: it asks of hour after hour whether an attempt may start then, by
 * the words of the policy, and knows no shortcut. Attempts and versions lie on whole hours of 2012 to 2030.
 */

const HOUR = 3_600_000;
const START = Date.UTC(2012, 0, 1) / HOUR;
const END = Date.UTC(2031, 0, 1) / HOUR;
/** How far ahead the reference looks: longer than any rule drawn below forbids. */
const AHEAD = 24 * 800;

function policyAt(policies: readonly RetakePolicy[], hour: number): RetakePolicy {
  let found = policies[0]!;
  for (const policy of policies) if (policy.validFrom.getTime() / HOUR <= hour) found = policy;
  return found;
}

function monthsLater(hour: number, months: number): number {
  const date = new Date(hour * HOUR);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastDay), date.getUTCHours()) / HOUR;
}

/** Every reason against a start at this hour, word for word. */
function against(policies: readonly RetakePolicy[], attempts: readonly Attempt[], hour: number): Set<string> {
  const policy = policyAt(policies, hour);
  const reasons = new Set<string>();
  const sorted = [...attempts].sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
  let failures: Attempt[] = [];
  for (const attempt of sorted) {
    if (!attempt.passed) {
      failures.push(attempt);
      continue;
    }
    failures = [];
    const expired = attempt.holdsUntil !== null && attempt.holdsUntil.getTime() / HOUR <= hour;
    if (policy.afterPass === 'never' || !expired) reasons.add('ALREADY_PASSED');
  }
  if (failures.length > 0) {
    const last = failures[failures.length - 1]!;
    const from = (policy.countsFrom === 'start' ? last.startedAt : last.endedAt).getTime() / HOUR;
    let wait = policy.waitHours[policy.waitHours.length - 1]!;
    if (failures.length <= policy.waitHours.length) wait = policy.waitHours[failures.length - 1]!;
    if (hour < from + wait) reasons.add('RETAKE_TOO_SOON');
  }
  if (policy.limit) {
    let first: number | undefined;
    let made = 0;
    for (const { startedAt } of failures) {
      const at = startedAt.getTime() / HOUR;
      if (first !== undefined && at < monthsLater(first, policy.limit.months)) made++;
      else [first, made] = [at, 1];
    }
    if (first !== undefined && made >= policy.limit.attempts && hour < monthsLater(first, policy.limit.months))
      reasons.add('TOO_MANY_ATTEMPTS');
  }
  return reasons;
}

const wait = fc.constantFrom(0, 1, 24, 48, 14 * 24, 60 * 24);
const policy = fc.record({
  waitHours: fc.array(wait, { minLength: 1, maxLength: 3 }),
  countsFrom: fc.constantFrom('start' as const, 'end' as const),
  limit: fc.option(fc.record({ attempts: fc.integer({ min: 1, max: 5 }), months: fc.constantFrom(1, 12, 13) })),
  afterPass: fc.constantFrom('never' as const, 'once-expired' as const),
});
const gap = fc.constantFrom(1, 23, 24, 25, 47, 49, 13 * 24, 15 * 24, 100 * 24, 364 * 24, 365 * 24, 366 * 24);
const made = fc.record({
  gap,
  lasts: fc.integer({ min: 0, max: 3 }),
  passed: fc.boolean(),
  holds: fc.constantFrom(null, 24, 8760),
});

const history = fc.record({
  begins: fc.integer({ min: START, max: END }),
  made: fc.array(fc.record({ one: made, fails: fc.boolean() }), { maxLength: 7 }),
  versions: fc.array(fc.record({ policy, after: fc.constantFrom(0, 24, 30 * 24, 300 * 24) }), {
    minLength: 1,
    maxLength: 3,
  }),
  asked: gap,
});

describe('the retake engine', () => {
  it('says what asking hour after hour finds', () => {
    fc.assert(
      fc.property(history, ({ begins, made, versions, asked }) => {
        let at = begins;
        const attempts = made.map(({ one, fails }): Attempt => {
          at += one.gap;
          const passed = one.passed && !fails;
          return {
            startedAt: new Date(at * HOUR),
            endedAt: new Date((at + one.lasts) * HOUR),
            passed,
            holdsUntil: passed && one.holds !== null ? new Date((at + one.holds) * HOUR) : null,
          };
        });
        const now = at + asked - 1;
        let from = begins - 24;
        const policies = versions.map(({ policy, after }, index) => ({
          ...policy,
          validFrom: new Date((from += after + index) * HOUR),
        }));
        const told = retakeEligibility(policies, turned(attempts), new Date(now * HOUR));
        expect(new Set(told.reasons)).toEqual(against(policies, attempts, now));
        expect(told.eligible).toBe(told.reasons.length === 0);
        let free: number | null = null;
        for (let hour = now; hour <= now + AHEAD && free === null; hour++)
          if (against(policies, attempts, hour).size === 0) free = hour;
        expect(told.nextEligibleAt && told.nextEligibleAt.getTime() / HOUR).toBe(free);
      }),
      { numRuns: 250 },
    );
  });
});

// The order in which attempts are told does not matter.
const turned = <T>(all: readonly T[]): T[] => [...all.slice(1), ...all.slice(0, 1)];
