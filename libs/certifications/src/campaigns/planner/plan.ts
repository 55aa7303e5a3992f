import { daysAfter, withoutLostSeats, type CampaignProblem, type Seating } from './candidate.js';
import { dealSeats, seatOneByOne } from './deal-seats.js';
import { demandOf } from './demand.js';
import { cheapestFlow, lowerBound } from './network-simplex.js';
import { costOfLevels, levelsOf, stepsTo, type Levels, type Prices } from './prices.js';
import { seatingNetwork } from './seating-network.js';

/** A seating with what it costs, what none can cost less than, and how far apart the two are: 0 is proven best. */
export type CampaignPlan = {
  seating: Seating;
  levels: Levels;
  prices: Prices;
  cost: number;
  bound: number;
  gap: number;
};

const ROUNDS = 4;
const MOST_ALONE = 300;

/**
 * Plans a campaign: seats as many candidates as can be before their last days, then moves the fewest of those who have seats,
 * then has them travel least, wait least and fill sittings most evenly, each level before the next. Candidates of one kind are
 * planned as one, which leaves their busy hours out and can only make the plan look cheaper: its cost bounds every plan from
 * below. Where somebody's hours clash with every seat that is left for them, they are planned again by themselves, up to 3
 * times; then one by one. `prices` are the usual ones unless given. A generator that yields every few milliseconds, so that its caller stays alive and may stop it.
 */
export function* planningOf(given: CampaignProblem, prices?: Prices): Generator<void, CampaignPlan> {
  const problem = withoutLostSeats(given);
  const alone = new Set<number>();
  let best: CampaignPlan | undefined;
  for (let round = 1; ; round++) {
    const built = seatingNetwork(problem, demandOf(problem, alone), alone, { prices });
    yield;
    const { flow, price } = yield* cheapestFlow(built.network);
    const bound = lowerBound(built.network, price);
    const { seating, diary, clashing } = dealSeats(problem, built, flow);
    const late = clashing.slice(0, Math.max(0, MOST_ALONE - alone.size));
    const unseated = [...seating.keys()].filter((one) => seating[one]! < 0);
    seatOneByOne(problem, seating, diary, unseated, costIn(problem, built.prices));
    const plan = planOf(problem, seating, built.prices, bound);
    if (!best || plan.levels.unseated < best.levels.unseated || plan.gap < best.gap) best = plan;
    if (plan.gap === 0 || late.length === 0 || round === ROUNDS) return best;
    for (const one of late) alone.add(one);
  }
}

/** The same, all at once. */
export const planCampaign = (problem: CampaignProblem, prices?: Prices): CampaignPlan =>
  finished(planningOf(problem, prices));

/** Runs what yields now and then to its end. */
export function finished<T>(work: Generator<void, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

function planOf(problem: CampaignProblem, seating: Seating, prices: Prices, bound: number): CampaignPlan {
  const levels = levelsOf(problem, seating);
  const cost = costOfLevels(levels, prices);
  return { seating, levels, prices, cost, bound, gap: gapOf(cost, bound) };
}

/** How much more than its bound a plan costs, as a part of that. */
export const gapOf = (cost: number, bound: number): number =>
  cost === bound ? 0 : (cost - bound) / Math.max(1, bound);

const costIn =
  ({ candidates, sittings, origin }: CampaignProblem, prices: Prices) =>
  (one: number, place: number): number => {
    const { home, seatedIn } = candidates[one]!;
    const sitting = sittings[place]!;
    const moved = seatedIn && seatedIn !== sitting.id ? prices.moved : 0;
    return moved + stepsTo(home, sitting) * prices.step + daysAfter(origin, sitting) * prices.day;
  };
