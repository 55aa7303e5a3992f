import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { overlaps, suits, type CampaignCandidate, type CampaignProblem, type CampaignSitting } from './candidate.js';
import { planCampaign, type CampaignPlan } from './plan.js';
import { costOfLevels, levelsOf, type Levels } from './prices.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const HOMES = [
  { academyId: 'a', province: 'p', region: 'r', inPrison: false },
  { academyId: 'b', province: 'p', region: 'r', inPrison: false },
  { academyId: 'c', province: 'q', region: 'r', inPrison: false },
  { academyId: 'd', province: 's', region: 't', inPrison: false },
  { academyId: 'jail', province: 'p', region: 'r', inPrison: true },
];
const EXAMS = [
  { code: 'MO-200', minutes: 50, administrationMinutes: 20 },
  { code: 'AZ-104', minutes: 100, administrationMinutes: 20 },
];

const sitting = fc
  .record({
    home: fc.constantFrom(...HOMES),
    day: fc.integer({ min: 0, max: 3 }),
    hour: fc.constantFrom(9, 10, 14),
    minutes: fc.constantFrom(70, 120),
    seats: fc.integer({ min: 1, max: 4 }),
    taken: fc.integer({ min: 0, max: 2 }),
    examCodes: fc.constantFrom([], ['MO-200']),
    proctorIds: fc.constantFrom(['t'], ['u'], ['t', 'u'], ['v']),
  })
  .map(({ home, day, hour, minutes, seats, taken, examCodes, proctorIds }): Omit<CampaignSitting, 'id'> => {
    const from = day * DAY + hour * HOUR;
    const free = Math.max(0, seats - taken);
    return { ...home, from, to: from + minutes * 60_000, minutes, seats, free, examCodes, proctorIds };
  });

const candidate = fc
  .record({
    home: fc.constantFrom(...HOMES),
    exam: fc.constantFrom(...EXAMS),
    from: fc.constantFrom(0, DAY),
    to: fc.constantFrom(2 * DAY, 4 * DAY),
    taughtBy: fc.constantFrom([], [], ['t'], ['u'], ['u', 't'], ['nobody here']),
  })
  .map((one): Omit<CampaignCandidate, 'id' | 'personId'> => ({ ...one, busy: [] }));

const problem = fc
  .record({ candidates: fc.array(candidate, { maxLength: 5 }), sittings: fc.array(sitting, { maxLength: 4 }) })
  .map(({ candidates, sittings }): CampaignProblem => ({
    origin: 0,
    candidates: candidates.map((one, index) => ({ ...one, id: `c${index}`, personId: `p${index}` })),
    sittings: sittings.map((one, index) => ({ ...one, id: `s${index}` })),
  }));

/** Every seating that there can be, and the best levels among them. */
function bestOfAll(problem: CampaignProblem): Levels {
  const { candidates, sittings } = problem;
  const seating = new Int32Array(candidates.length).fill(-1);
  const left = sittings.map(({ free }) => free);
  let best: Levels | undefined;
  const decide = (index: number): void => {
    if (index === candidates.length) {
      const levels = levelsOf(problem, seating);
      if (!best || compare(levels, best) < 0) best = levels;
      return;
    }
    decide(index + 1);
    for (const [place, at] of sittings.entries()) {
      if (left[place]! <= 0 || !suits(candidates[index]!, at) || clashes(problem, seating, index, place)) continue;
      left[place]!--;
      seating[index] = place;
      decide(index + 1);
      seating[index] = -1;
      left[place]!++;
    }
  };
  decide(0);
  return best!;
}

function clashes(
  { candidates, sittings }: CampaignProblem,
  seating: Int32Array,
  index: number,
  place: number,
): boolean {
  return candidates.some(
    ({ personId }, other) =>
      other !== index &&
      personId === candidates[index]!.personId &&
      seating[other]! >= 0 &&
      overlaps(sittings[seating[other]!]!, sittings[place]!),
  );
}

function compare(a: Levels, b: Levels): number {
  for (const level of ['unseated', 'moved', 'steps', 'days', 'load'] as const)
    if (a[level] !== b[level]) return a[level] - b[level];
  return 0;
}

function expectToHold(problem: CampaignProblem, plan: CampaignPlan): void {
  const { candidates, sittings } = problem;
  const given = sittings.map(() => 0);
  for (const [index, place] of plan.seating.entries()) {
    if (place < 0) continue;
    expect(suits(candidates[index]!, sittings[place]!)).toBe(true);
    expect(clashes(problem, plan.seating, index, place)).toBe(false);
    expect(++given[place]!).toBeLessThanOrEqual(sittings[place]!.free);
  }
}

describe('a campaign’s plan', () => {
  it('is the best there is, level by level, and proves it', () => {
    fc.assert(
      fc.property(problem, (problem) => {
        const plan = planCampaign(problem);
        expectToHold(problem, plan);
        expect(plan.levels).toEqual(bestOfAll(problem));
        expect(plan.gap).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it('moves the fewest of those who have seats when it is made anew', () => {
    fc.assert(
      fc.property(problem, fc.array(fc.nat(3), { minLength: 5, maxLength: 5 }), (problem, seats) => {
        const held = problem.sittings.map(() => 0);
        const candidates = problem.candidates.map((one, index) => {
          const place = seats[index]! % Math.max(1, problem.sittings.length);
          const at = problem.sittings[place];
          if (!at || !suits(one, at) || ++held[place]! > at.free) return one;
          return { ...one, seatedIn: at.id };
        });
        const anew = { ...problem, candidates };
        const plan = planCampaign(anew);
        expectToHold(anew, plan);
        expect(plan.levels).toEqual(bestOfAll(anew));
        expect(plan.gap).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps whoever is elsewhere, or sits several exams, from being in two places; its gap covers what that costs', () => {
    const elsewhere = fc.record({ day: fc.integer({ min: 0, max: 3 }), hour: fc.constantFrom(9, 14) });
    fc.assert(
      fc.property(problem, fc.array(fc.option(elsewhere), { minLength: 5, maxLength: 5 }), (problem, spans) => {
        const candidates = problem.candidates.map((one, index) => {
          const span = spans[index];
          const at = span ? span.day * DAY + span.hour * HOUR : 0;
          const busy = span && index % 3 > 0 ? [{ from: at, to: at + 2 * HOUR }] : [];
          const mayStart = (start: number): boolean => !span || Math.floor(start / DAY) !== span.day;
          return { ...one, personId: `p${index >> 1}`, busy, ...(index % 3 === 0 && { mayStart }) };
        });
        const careful = { ...problem, candidates };
        const plan = planCampaign(careful);
        expectToHold(careful, plan);
        const best = costOfLevels(bestOfAll(careful), plan.prices);
        expect(plan.bound).toBeLessThanOrEqual(best);
        expect(plan.cost).toBeGreaterThanOrEqual(best);
        if (plan.gap === 0) expect(plan.cost).toBe(best);
      }),
      { numRuns: 500 },
    );
  });
});
