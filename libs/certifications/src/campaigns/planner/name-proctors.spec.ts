import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LegalCalendar } from '../../legal-time/calendar.js';
import type { CampaignCandidate } from './candidate.js';
import { nameProctors, staffing } from './name-proctors.js';
import { offersOf, type OpeningAcademy } from './offers.js';
import { openingsOf, partsOf } from './opening.js';
import { finished } from './plan.js';
import { planningOpenings } from './plan-openings.js';

const RULES = { minutes: 120, opensAt: '08:30', closesAt: '16:30', weekdays: [1, 2, 3, 4, 5], sittingsADay: 2 };
// Monday 2 to Thursday 5 November 2026: four spans a day.
const ORIGIN = Date.parse('2026-11-02T00:00:00Z');
const WINDOW = { from: ORIGIN, to: Date.parse('2026-11-05T23:00:00Z'), origin: ORIGIN };
const CALENDAR = new LegalCalendar([], []);
const dayOf = (at: number): number => Math.floor((at - ORIGIN) / 86_400_000);

function academy(name: string, proctors: number, workstations = [50, 20, 15], region = 'r'): OpeningAcademy {
  const ids = Array.from({ length: proctors }, (_, index) => `${name}${index}`);
  return {
    at: { academyId: name, province: 'p', region, inPrison: false },
    rooms: workstations.map((seats, index) => ({
      id: `room ${index} of ${name}`,
      workstations: seats,
      times: { openingHours: null, closures: [] },
      busy: [],
    })),
    proctors: ids.map((id) => ({ id, days: new Set<string>() })),
  };
}

const wished = fc.array(fc.array(fc.nat(9), { minLength: 4, maxLength: 4 }), { minLength: 4, maxLength: 4 });

/** As much of what an academy can open as is wished for and its proctors can watch. */
function openedAt(one: OpeningAcademy, wanted: readonly (readonly number[])[]) {
  const offer = finished(offersOf([one], RULES, CALENDAR, WINDOW))[0]!;
  const left = new Map(offer.proctorSpans);
  return offer.spans.flatMap((span, index) => {
    const day = Math.floor(index / 4);
    const parts = partsOf(span, 20).slice(0, Math.min(wanted[day]![index % 4]!, left.get(day)!));
    left.set(day, left.get(day)! - parts.length);
    return openingsOf(offer, span, parts);
  });
}

describe('who watches what is opened', () => {
  it('is nobody twice at once, more spans a day than the rules say, or a day in two academies, whoever taught whom', () => {
    const taught = fc.array(
      fc.dictionary(fc.constantFrom('a0', 'a1', 'b0', 'c0', 'x0'), fc.integer({ min: 1, max: 9 })),
    );
    const counts = fc.tuple(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 2 }),
    );
    const property = fc.property(wished, wished, counts, taught, (here, there, [a, b, c], known) => {
      const academies = [academy('a', a), academy('b', b), academy('c', c), academy('x', 2, [20], 'another')];
      const openings = [...openedAt(academies[0]!, here), ...openedAt(academies[1]!, there)];
      const pupils = openings.map((_, index) => new Map(Object.entries(known[index] ?? {})));
      const named = finished(nameProctors(openings, academies, pupils));
      const seen = new Map<string, Set<string>>();
      const watched = new Map<string, number>();
      const unaware = finished(
        nameProctors(
          openings,
          academies,
          pupils.map(() => new Map()),
        ),
      );
      const conflicts = (names: string[][]): number =>
        names.flatMap((ids, index) => ids.map((id) => pupils[index]!.get(id) ?? 0)).reduce((sum, one) => sum + one, 0);
      for (const [index, ids] of named.entries()) {
        const { at, span, proctors } = openings[index]!;
        expect(ids).toHaveLength(proctors);
        expect(new Set(ids).size).toBe(proctors);
        for (const id of ids) {
          expect(id).not.toMatch(/x/);
          const day = `${id} ${dayOf(span.from)}`;
          seen.set(day, (seen.get(day) ?? new Set()).add(at.academyId));
          for (const key of [`${id} ${span.from}`, `${day} in all`]) watched.set(key, (watched.get(key) ?? 0) + 1);
        }
      }
      for (const places of seen.values()) expect(places.size).toBe(1);
      for (const [key, count] of watched) expect(count).toBeLessThanOrEqual(key.endsWith('all') ? 2 : 1);
      expect(conflicts(named)).toBeLessThanOrEqual(conflicts(unaware));
    });
    fc.assert(property, { numRuns: 200 });
  });

  const exam = { code: 'MO-200', minutes: 50, administrationMinutes: 20 };
  const pupil = (index: number, { at }: OpeningAcademy, taughtBy: string[]): CampaignCandidate => ({
    id: `${index}`,
    personId: `${index}`,
    home: at,
    exam,
    from: WINDOW.from,
    to: WINDOW.to,
    busy: [],
    taughtBy,
  });
  const staffed = (academies: OpeningAcademy[], candidates: CampaignCandidate[]) => {
    const offers = finished(offersOf(academies, RULES, CALENDAR, WINDOW));
    const problem = { candidates, origin: ORIGIN };
    const opened = finished(planningOpenings({ ...problem, sittings: [], offers, seatsPerProctor: 20 }));
    return finished(staffing(problem, opened, academies));
  };

  it('is exchanged between academies of a region where the own ones taught the candidates', () => {
    const academies = [academy('a', 1), academy('b', 1)];
    const candidates = academies.flatMap((one, at) =>
      Array.from({ length: 20 }, (_, index) => pupil(20 * at + index, one, [one.proctors[0]!.id])),
    );
    const { openings, levels, gap } = staffed(academies, candidates);
    expect(openings.map(({ at, proctorIds }) => [at.academyId, ...proctorIds])).toEqual([
      ['a', 'b0'],
      ['b', 'a0'],
    ]);
    expect(levels).toMatchObject({ unseated: 0, steps: 0 });
    expect(gap).toBe(0);
  });

  it('leaves nobody with their teacher: who can be watched by nobody else waits', () => {
    const alone = academy('a', 1);
    const own = Array.from({ length: 6 }, (_, index) => pupil(index, alone, index < 4 ? ['a0'] : []));
    const { openings, sittings, seating, levels } = staffed([alone], own);
    expect(openings.map(({ proctorIds }) => proctorIds)).toEqual([['a0']]);
    expect(sittings[0]!.proctorIds).toEqual(['a0']);
    expect([...seating]).toEqual([-1, -1, -1, -1, 0, 0]);
    expect(levels.unseated).toBe(4);
  });

  it('has candidates of one academy change places where each is with their own teacher', () => {
    const two = academy('a', 2, [20]);
    const halves = Array.from({ length: 40 }, (_, index) => pupil(index, two, [index % 2 === 0 ? 'a0' : 'a1']));
    const { openings, seating, levels } = staffed([two], halves);
    expect(levels.unseated).toBe(0);
    for (const [index, { taughtBy }] of halves.entries())
      expect(openings[seating[index]!]!.proctorIds).not.toContain(taughtBy![0]);
  });
});
