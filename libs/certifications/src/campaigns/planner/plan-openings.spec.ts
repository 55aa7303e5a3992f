import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { overlaps, suits, type CampaignCandidate, type CampaignSitting } from './candidate.js';
import { openingsOf, partsOf, spansByDay, type Offer, type OpeningProblem } from './opening.js';
import { openingBound } from './opening-bound.js';
import { finished, planCampaign } from './plan.js';
import { planningOpenings } from './plan-openings.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const PLACES = [
  { academyId: 'a', province: 'p', region: 'r', inPrison: false },
  { academyId: 'b', province: 'p', region: 'r', inPrison: false },
  { academyId: 'jail', province: 'p', region: 'r', inPrison: true },
];
const EXAM = { code: 'MO-200', minutes: 50, administrationMinutes: 20 };

const candidates = fc
  .array(
    fc.record({ home: fc.constantFrom(...PLACES), from: fc.constantFrom(0, DAY), to: fc.constantFrom(DAY, 3 * DAY) }),
    {
      maxLength: 7,
    },
  )
  .map((list) =>
    list.map((one, index): CampaignCandidate => ({
      ...one,
      exam: EXAM,
      id: `c${index}`,
      personId: `p${index}`,
      busy: [],
    })),
  );

const offers = fc
  .record({
    rooms: fc.array(fc.constantFrom(1, 2, 3), { minLength: 1, maxLength: 2 }),
    proctors: fc.integer({ min: 1, max: 2 }),
    spansADay: fc.integer({ min: 1, max: 2 }),
    places: fc.subarray(PLACES, { minLength: 1, maxLength: 2 }),
    hours: fc.subarray([9, 14], { minLength: 1 }),
  })
  .map(({ rooms, proctors, spansADay, places, hours }) =>
    places.map((at): Offer => ({
      at,
      spans: [0, 1].flatMap((day) =>
        hours.map((hour) => ({
          from: day * DAY + hour * HOUR,
          to: day * DAY + (hour + 2) * HOUR,
          // One room less in the afternoon.
          rooms: rooms
            .map((workstations, index) => ({ id: `${at.academyId} ${index}`, workstations }))
            .slice(0, hour === 9 ? undefined : 1),
          proctors,
        })),
      ),
      proctorSpans: new Map([0, 1].map((day) => [day, proctors * spansADay])),
    })),
  );

const existing = fc.option(
  fc.record({
    home: fc.constantFrom(...PLACES),
    seats: fc.integer({ min: 1, max: 3 }),
    day: fc.integer({ min: 0, max: 2 }),
  }),
);

const problem = fc.record({ candidates, offers, existing }).map(({ candidates, offers, existing }): OpeningProblem => {
  const sittings = existing ? [sittingAt(existing.home, existing.day * DAY + 11 * HOUR, existing.seats, 's')] : [];
  return { origin: 0, candidates, sittings, offers, seatsPerProctor: 2 };
});

function sittingAt(at: Offer['at'], from: number, seats: number, id: string): CampaignSitting {
  return { ...at, id, from, to: from + 2 * HOUR, minutes: 120, examCodes: [], seats, free: seats };
}

/** What the cheapest of all choices costs, tried one after the other; undefined where they are too many to try. */
function cheapest(problem: OpeningProblem): number | undefined {
  const { prices, opening } = finished(openingBound(problem));
  const spans = problem.offers.flatMap((offer) => offer.spans.map((span) => ({ offer, span })));
  const most = spans.map(({ span }) => partsOf(span, 2).length);
  if (most.reduce((product, count) => product * (count + 1), 1) > 800) return undefined;
  const counts = spans.map(() => 0);
  let best = Infinity;
  const decide = (index: number): void => {
    if (index < spans.length) {
      for (counts[index] = 0; counts[index]! <= most[index]!; counts[index]!++) decide(index + 1);
      return;
    }
    if (!isWithinDays(problem, counts)) return;
    const opened = spans.flatMap(({ offer, span }, place) =>
      openingsOf(offer, span, partsOf(span, 2).slice(0, counts[place])),
    );
    const sittings = opened.map(({ at, span, seats }, place) => ({
      ...sittingAt(at, span.from, seats, `o${place}`),
      opened: true,
    }));
    const plan = planCampaign({ ...problem, sittings: [...problem.sittings, ...sittings] }, prices);
    best = Math.min(best, plan.cost + counts.reduce((sum, count) => sum + count, 0) * opening);
  };
  decide(0);
  return best;
}

function isWithinDays({ offers, origin }: OpeningProblem, counts: readonly number[]): boolean {
  let first = 0;
  return offers.every((offer) => {
    const own = counts.slice(first, (first += offer.spans.length));
    return [...spansByDay(offer, origin)].every(
      ([day, spans]) => spans.reduce((sum, span) => sum + own[span]!, 0) <= offer.proctorSpans.get(day)!,
    );
  });
}

describe('opening sittings for a campaign', () => {
  it('keeps to rooms and proctors, and its bound below what the cheapest of all choices costs', () => {
    fc.assert(
      fc.property(problem, (problem) => {
        const plan = finished(planningOpenings(problem));
        const best = cheapest(problem);
        for (const { at, span, roomId, seats, proctors } of plan.openings) {
          const offer = problem.offers.find((one) => one.at.academyId === at.academyId)!;
          const offered = offer.spans.find(({ from }) => from === span.from)!;
          expect(seats).toBeLessThanOrEqual(
            Math.min(offered.rooms.find(({ id }) => id === roomId)!.workstations, proctors * 2),
          );
          const atOnce = plan.openings.filter((one) => one.at === at && overlaps(one.span, span));
          expect(new Set(atOnce.map((one) => one.roomId)).size).toBe(atOnce.length);
          expect(atOnce.reduce((sum, one) => sum + one.proctors, 0)).toBeLessThanOrEqual(offered.proctors);
          const day = Math.floor(span.from / DAY);
          const thatDay = plan.openings.filter((one) => one.at === at && Math.floor(one.span.from / DAY) === day);
          expect(thatDay.reduce((sum, one) => sum + one.proctors, 0)).toBeLessThanOrEqual(offer.proctorSpans.get(day)!);
        }
        const given = plan.sittings.map(() => 0);
        for (const [index, place] of plan.seating.entries()) {
          if (place < 0) continue;
          expect(suits(problem.candidates[index]!, plan.sittings[place]!)).toBe(true);
          expect(++given[place]!).toBeLessThanOrEqual(plan.sittings[place]!.seats);
        }
        expect(plan.bound).toBeLessThanOrEqual(plan.cost);
        if (best === undefined) return;
        expect(plan.bound).toBeLessThanOrEqual(best + 1e-6);
        expect(plan.cost).toBeGreaterThanOrEqual(best - 1e-6);
      }),
      { numRuns: 60 },
    );
  });

  it('opens no more than is needed', () => {
    const at = PLACES[0]!;
    const offer: Offer = {
      at,
      spans: [9, 14].map((hour) => ({
        from: hour * HOUR,
        to: (hour + 2) * HOUR,
        rooms: [{ id: 'r', workstations: 40 }],
        proctors: 2,
      })),
      proctorSpans: new Map([[0, 4]]),
    };
    const candidates = Array.from({ length: 60 }, (_, index): CampaignCandidate => ({
      id: `c${index}`,
      personId: `p${index}`,
      home: at,
      exam: EXAM,
      from: 0,
      to: 3 * DAY,
      busy: [],
    }));
    const plan = finished(
      planningOpenings({ origin: 0, candidates, sittings: [], offers: [offer], seatsPerProctor: 20 }),
    );
    expect(plan.openings.map(({ seats, proctors }) => ({ seats, proctors }))).toEqual([
      { seats: 40, proctors: 2 },
      { seats: 20, proctors: 1 },
    ]);
    expect(plan).toMatchObject({ gap: 0, levels: { unseated: 0, days: 0 } });
  });
});
