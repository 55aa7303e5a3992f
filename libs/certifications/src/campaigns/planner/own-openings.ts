import { daysAfter, type CampaignCandidate, type CampaignSitting } from './candidate.js';
import { partsOf, spansByDay, type Offer, type OpeningProblem } from './opening.js';
import { loadStepOf, type Prices } from './prices.js';

const DAY = 86_400_000;

/** By span, how many parts to open; and what the academy's own candidates cost at least, however they are planned. */
export type OwnOpenings = { opened: Int32Array; bound: number };

/** The seats of parts that can be opened on a day, and the load of using so many seats of the sittings that there are. */
type Day = {
  day: number;
  /** The day after the one before in this list: who arrives by `day` could sit elsewhere from then on. */
  soonest: number;
  arriving: number;
  parts: readonly { span: number; seats: number }[];
  load: readonly number[];
};

/**
 * The best that an academy can open for its own candidates alone, by dynamic programming over days and candidates who wait. Their
 * last days, busy hours and exams are left out, the sittings that there are take anybody, nobody else comes, and whoever
 * leaves pays one step and the day from which they can sit, and no more: so it costs no more than these candidates do in
 * any plan. As every proctor, step and day of a plan is one academy's, the sum over academies bounds what the plan can cost.
 */
export function ownOpenings(
  problem: OpeningProblem,
  offer: Offer,
  own: readonly CampaignCandidate[],
  { prices, opening }: { prices: Prices; opening: number },
): OwnOpenings {
  const days = daysOf(problem, offer, own);
  // cost[w] is the least with w candidates waiting at the end of a day; the steps tell how it was come by.
  let cost = new Float64Array(own.length + 1).fill(Infinity);
  cost[0] = 0;
  const steps = days.map(({ day, soonest, load, arriving, parts: possible }) => {
    const here = stay(cost, arriving, prices.step + soonest * prices.day);
    const next = new Float64Array(own.length + 1).fill(Infinity);
    const parts = new Int32Array(own.length + 1);
    const from = new Int32Array(own.length + 1);
    for (const [waiting, before] of here.cost.entries()) {
      if (before === Infinity) continue;
      for (let count = 0, room = 0; ; room += possible[count++]!.seats) {
        const served = Math.min(waiting, room + load.length - 1);
        const price =
          before + served * day * prices.day + count * opening + load[Math.max(0, served - room)]! * prices.load;
        const still = waiting - served;
        if (price < next[still]!) [next[still], parts[still], from[still]] = [price, count, here.from[waiting]!];
        if (count === possible.length || room >= waiting) break;
      }
    }
    cost = next;
    return { parts, from };
  });
  const opened = new Int32Array(offer.spans.length);
  for (let index = days.length - 1, waiting = 0; index >= 0; index--) {
    for (const { span } of days[index]!.parts.slice(0, steps[index]!.parts[waiting]!)) opened[span]!++;
    waiting = steps[index]!.from[waiting]!;
  }
  return { opened, bound: cost[0]! };
}

// Of those who arrive on a day, some stay and wait; the others leave at once, for no sooner a day elsewhere.
function stay(cost: Float64Array, arriving: number, leaving: number): { cost: Float64Array; from: Int32Array } {
  const after = new Float64Array(cost.length).fill(Infinity);
  const from = new Int32Array(cost.length);
  for (const [waiting, before] of cost.entries()) {
    if (before === Infinity) continue;
    for (let staying = 0; staying <= arriving; staying++) {
      const price = before + (arriving - staying) * leaving;
      if (price < after[waiting + staying]!) [after[waiting + staying], from[waiting + staying]] = [price, waiting];
    }
  }
  return { cost: after, from };
}

function daysOf(
  { origin, sittings, seatsPerProctor }: OpeningProblem,
  offer: Offer,
  own: readonly CampaignCandidate[],
): Day[] {
  const spans = spansByDay(offer, origin);
  const open = new Map<number, number[]>();
  for (const sitting of sittings)
    if (sitting.academyId === offer.at.academyId) {
      const day = daysAfter(origin, sitting);
      open.set(day, [...(open.get(day) ?? []), ...loadsOf(sitting)]);
    }
  const days = [...new Set([...spans.keys(), ...open.keys()])].sort((a, b) => a - b);
  return days.map((day, index) => {
    const soonest = index === 0 ? 0 : days[index - 1]! + 1;
    const begins = index === 0 ? -Infinity : origin + soonest * DAY;
    return {
      day,
      soonest,
      arriving: own.filter(({ from }) => from >= begins && from < origin + (day + 1) * DAY).length,
      parts: (spans.get(day) ?? [])
        .flatMap((span) => partsOf(offer.spans[span]!, seatsPerProctor).map(({ seats }) => ({ span, seats })))
        .sort((a, b) => b.seats - a.seats)
        .slice(0, offer.proctorSpans.get(day) ?? 0),
      load: sums((open.get(day) ?? []).sort((a, b) => a - b)),
    };
  });
}

const loadsOf = (sitting: CampaignSitting): number[] =>
  Array.from({ length: sitting.free }, (_, index) => loadStepOf(sitting.seats - sitting.free + index, sitting));

function sums(values: readonly number[]): number[] {
  const totals = [0];
  for (const value of values) totals.push(totals.at(-1)! + value);
  return totals;
}
