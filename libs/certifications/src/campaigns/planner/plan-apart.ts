import type { Interval } from '../../booking/assign.js';
import type { CampaignProblem, Seating } from './candidate.js';
import { gapOf, planningOf, type CampaignPlan } from './plan.js';
import type { Levels } from './prices.js';

/**
 * Plans who needs an accessible workstation first, on those that the sittings of the problem have left, and all others by
 * `planning` on the seats that are left then: nobody else takes what only some can use, and nobody is moved for it. The gap is
 * that of both plans together. A plan that opens sittings opens none for an accessible workstation.
 */
export function* planningApart<P extends CampaignPlan>(
  problem: CampaignProblem,
  planning: (others: CampaignProblem) => Generator<void, P>,
): Generator<void, P> {
  const { candidates, sittings } = problem;
  const [needing, others] = [true, false].map((isNeeded) =>
    [...candidates.keys()].filter((one) => (candidates[one]!.needsAccessible ?? false) === isNeeded),
  ) as [number[], number[]];
  if (needing.length === 0) return yield* planning(problem);
  const of = (ones: readonly number[]) => ones.map((one) => candidates[one]!);
  const kept = Map.groupBy(of(others), ({ seatedIn }) => seatedIn);
  const accessible = sittings.map((one) => {
    const free = one.free - (kept.get(one.id)?.length ?? 0);
    return { ...one, free: Math.max(0, Math.min(free, one.accessible ?? 0)) };
  });
  const first = yield* planningOf({ ...problem, candidates: of(needing), sittings: accessible });
  const left = sittings.map((one) => ({ ...one }));
  const elsewhere = new Map<string, Interval[]>();
  for (const [index, one] of needing.entries()) {
    const place = left[first.seating[index]!];
    if (!place) continue;
    place.free--;
    const { personId } = candidates[one]!;
    elsewhere.set(personId, [...(elsewhere.get(personId) ?? []), place]);
  }
  const busier = of(others).map((one) => ({ ...one, busy: [...one.busy, ...(elsewhere.get(one.personId) ?? [])] }));
  const rest = yield* planning({ ...problem, candidates: busier, sittings: left });
  const seating: Seating = new Int32Array(candidates.length);
  for (const [index, one] of needing.entries()) seating[one] = first.seating[index]!;
  for (const [index, one] of others.entries()) seating[one] = rest.seating[index]!;
  const [cost, bound] = [first.cost + rest.cost, first.bound + rest.bound];
  return { ...rest, seating, levels: sumOf(first.levels, rest.levels), cost, bound, gap: gapOf(cost, bound) };
}

const sumOf = (one: Levels, other: Levels): Levels => ({
  unseated: one.unseated + other.unseated,
  moved: one.moved + other.moved,
  steps: one.steps + other.steps,
  days: one.days + other.days,
  load: one.load + other.load,
});
