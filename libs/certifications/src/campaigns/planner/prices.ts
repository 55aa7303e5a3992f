import { distance, type Candidate, type Sitting } from '../../booking/fit.js';
import { daysAfter, type CampaignProblem, type CampaignSitting, type Seating } from './candidate.js';

/** Quarters in which a sitting fills: the later one costs more, so that load is spread evenly. */
const LOAD_STEPS = 4;

/** What each level of the objective costs, in whole numbers. */
export type Prices = { unseated: number; moved: number; step: number; day: number; load: number };

/** How much of each level a plan has: the fewer of the first that differs, the better the plan. */
export type Levels = { unseated: number; moved: number; steps: number; days: number; load: number };

/**
 * Prices under which the cheapest flow is best level by level: most seated, then fewest moved, then fewest steps of distance,
 * then fewest days of waiting, then most even load. A level need not outweigh all that the lower ones can sum up to, only what
 * they can change along one simple cycle of the network: a flow is optimal when no cycle improves it. Such a cycle passes the
 * root once, where seat and day are paid, and each place once, which makes `steps` at most, and each of `holders` of seats.
 */
export function pricesFor({ steps, holders, days }: { steps: number; holders: number; days: number }): Prices {
  const load = 1;
  const day = load * LOAD_STEPS;
  const step = day * (days + 1);
  const moved = step * (steps + 2);
  return { unseated: moved * (holders + 2), moved, step, day, load };
}

/** In which quarter of the sitting its seat number `index`, from 0, lies. One opened for the campaign is there to be filled. */
export const loadStepOf = (index: number, { seats, opened }: CampaignSitting): number =>
  opened ? 0 : Math.min(LOAD_STEPS - 1, Math.floor((index * LOAD_STEPS) / seats));

/** Steps from the own academy to the province, the region and beyond: 0 to 3. */
export const stepsTo = (home: Candidate, sitting: Sitting): number => distance(home, sitting);

/** What a seating amounts to, level by level. */
export function levelsOf({ candidates, sittings, origin }: CampaignProblem, seating: Seating): Levels {
  const levels: Levels = { unseated: 0, moved: 0, steps: 0, days: 0, load: 0 };
  const given = new Int32Array(sittings.length);
  for (const [index, candidate] of candidates.entries()) {
    const place = seating[index]!;
    const sitting = sittings[place];
    // Who loses a seat to somebody else is moved, too.
    if (candidate.seatedIn && candidate.seatedIn !== sitting?.id) levels.moved++;
    if (!sitting) {
      levels.unseated++;
      continue;
    }
    levels.steps += stepsTo(candidate.home, sitting);
    levels.days += daysAfter(origin, sitting);
    levels.load += loadStepOf(sitting.seats - sitting.free + given[place]!++, sitting);
  }
  return levels;
}

export const costOfLevels = (levels: Levels, prices: Prices): number =>
  levels.unseated * prices.unseated +
  levels.moved * prices.moved +
  levels.steps * prices.step +
  levels.days * prices.day +
  levels.load * prices.load;
