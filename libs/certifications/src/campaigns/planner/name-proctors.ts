import { legalDayOf } from '@takwin/platform/clock';
import { distance, type Candidate } from '../../booking/fit.js';
import { overlaps, type CampaignCandidate, type CampaignProblem, type Seating } from './candidate.js';
import { NetworkDraft } from './network-draft.js';
import { cheapestFlow } from './network-simplex.js';
import type { OpeningAcademy, Proctor } from './offers.js';
import type { Opening } from './opening.js';
import { gapOf, planningOf } from './plan.js';
import type { OpeningPlan } from './plan-openings.js';
import { costOfLevels } from './prices.js';

/** A sitting to open, and who watches it. */
export type Staffed = Opening & { proctorIds: readonly string[] };

export type StaffedPlan = Omit<OpeningPlan, 'openings'> & { openings: Staffed[] };

/** What one proctor watches on a day: openings of an academy, by their places in the plan. */
type ProctorDay = { at: Candidate; day: string; openings: number[]; proctorId: string };

/** By opening, how many of its candidates a teacher has taught; who sits there counts as taught by themselves. */
type Pupils = readonly ReadonlyMap<string, number>[];

/**
 * Names who watches what a plan opens. Where that parts teachers from candidates whom they would watch, academies of a region
 * exchange proctors for the day, and the candidates for whom that does not do, or who would watch while they sit, are planned again
 * among the seats that there are then. The plan's bound takes neither into account, so that its gap covers what they cost. Yields
 * now and then.
 */
export function* staffing(
  { candidates, origin }: Omit<CampaignProblem, 'sittings'>,
  plan: OpeningPlan,
  academies: readonly OpeningAcademy[],
): Generator<void, StaffedPlan> {
  const first = plan.sittings.length - plan.openings.length;
  const pupils = pupilsOf(candidates, plan.seating, first, plan.openings.length);
  const named = yield* nameProctors(plan.openings, academies, pupils);
  const openings = plan.openings.map((one, index) => ({ ...one, proctorIds: named[index]! }));
  const watched = Map.groupBy(
    openings.flatMap(({ proctorIds, span }) => proctorIds.map((id) => ({ id, ...span }))),
    ({ id }) => id,
  );
  const isParted = candidates.every(({ personId }, index) => {
    const seat = plan.sittings[plan.seating[index]!];
    return !seat || !watched.get(personId)?.some((span) => overlaps(span, seat));
  });
  if (isParted && !named.some((ids, index) => ids.some((id) => pupils[index]!.has(id)))) return { ...plan, openings };
  const busier = candidates.map((one) => ({ ...one, busy: [...one.busy, ...(watched.get(one.personId) ?? [])] }));
  const sittings = plan.sittings.map((one, place) =>
    place < first ? one : { ...one, proctorIds: named[place - first]! },
  );
  const again = yield* planningOf({ candidates: busier, origin, sittings }, plan.prices);
  const cost = again.cost + plan.cost - costOfLevels(plan.levels, plan.prices);
  return { ...again, openings, sittings, cost, bound: plan.bound, gap: gapOf(cost, plan.bound) };
}

function pupilsOf(candidates: readonly CampaignCandidate[], seating: Seating, first: number, count: number): Pupils {
  const pupils = Array.from({ length: count }, () => new Map<string, number>());
  for (const [index, { personId, taughtBy = [] }] of candidates.entries())
    for (const teacher of seating[index]! >= first ? [personId, ...taughtBy] : []) {
      const own = pupils[seating[index]! - first]!;
      own.set(teacher, (own.get(teacher) ?? 0) + 1);
    }
  return pupils;
}

/**
 * Names the proctors of each opening: of those who watch nothing else on that day, and so that nobody watches two at once, more
 * spans a day than offers counted on, or on one day in two academies.
 */
export function* nameProctors(
  openings: readonly Opening[],
  academies: readonly OpeningAcademy[],
  pupils: Pupils,
): Generator<void, string[][]> {
  const shifts = [...Map.groupBy(openings.keys(), (index) => dayAt(openings[index]!)).values()].flatMap((own) =>
    shiftsOf(openings, own, academies),
  );
  const named: string[][] = openings.map(() => []);
  for (const own of Map.groupBy(shifts, ({ at, day }) => `${at.region} ${day}`).values()) {
    const proctorIds = yield* exchanged(own, academies, pupils);
    for (const [index, shift] of own.entries())
      for (const opening of shift.openings) named[opening]!.push(proctorIds[index]!);
  }
  return named;
}

const dayAt = ({ at, span }: Opening): string => `${at.academyId} ${legalDayOf(new Date(span.from))}`;

// The shifts of an academy's day: each span goes to whoever has had fewest so far, so that loads differ by one at most.
function shiftsOf(
  openings: readonly Opening[],
  own: readonly number[],
  academies: readonly OpeningAcademy[],
): ProctorDay[] {
  const { at, span } = openings[own[0]!]!;
  const day = legalDayOf(new Date(span.from));
  const shifts = academies
    .find((academy) => academy.at.academyId === at.academyId)!
    .proctors.filter(({ days }) => !days.has(day))
    .map(({ id }): ProctorDay => ({ at, day, openings: [], proctorId: id }));
  for (const atOnce of Map.groupBy(own, (index) => openings[index]!.span.from).values()) {
    shifts.sort((a, b) => a.openings.length - b.openings.length);
    const needed = atOnce.flatMap((index) => Array.from({ length: openings[index]!.proctors }, () => index));
    for (const [place, index] of needed.entries()) shifts[place]!.openings.push(index);
  }
  return shifts.filter((shift) => shift.openings.length > 0);
}

// Who takes each of a region's shifts of a day: the own proctors, unless they would watch whom they taught; then, of all who
// are free, so that fewest are watched by their teachers, and proctors travel least.
function* exchanged(
  shifts: readonly ProctorDay[],
  academies: readonly OpeningAcademy[],
  pupils: Pupils,
): Generator<void, string[]> {
  const taught = (shift: ProctorDay, id: string): number =>
    shift.openings.reduce((sum, opening) => sum + (pupils[opening]!.get(id) ?? 0), 0);
  if (shifts.every((shift) => taught(shift, shift.proctorId) === 0)) return shifts.map(({ proctorId }) => proctorId);
  const { at, day } = shifts[0]!;
  const free = academies
    .filter((academy) => academy.at.region === at.region)
    .flatMap(({ at: home, proctors }) => proctors.filter(isFreeOn(day)).map(({ id }) => ({ id, home })));
  const draft = new NetworkDraft(shifts.length + 1);
  const root = draft.node();
  const pupil = 3 * shifts.length + 1;
  const unstaffed = pupil * (1 + pupilsIn(shifts, pupils));
  const doors = free.map(() => draft.node());
  for (const door of doors) draft.start(door, draft.arc(door, root, 1, 0));
  const chosen = shifts.map((shift) => {
    const node = draft.node();
    draft.supply(node, 1);
    draft.start(node, draft.arc(node, root, Infinity, unstaffed));
    return free.map(({ id, home }, index) =>
      draft.arc(node, doors[index]!, 1, taught(shift, id) * pupil + distance(home, shift.at)),
    );
  });
  const { flow } = yield* cheapestFlow(draft.network(root));
  yield;
  return chosen.map((arcs) => free[arcs.findIndex((arc) => flow[arc] === 1)]!.id);
}

const isFreeOn =
  (day: string) =>
  ({ days }: Proctor): boolean =>
    !days.has(day);

const pupilsIn = (shifts: readonly ProctorDay[], pupils: Pupils): number =>
  shifts
    .flatMap(({ openings }) => openings)
    .reduce((sum, opening) => sum + [...pupils[opening]!.values()].reduce((all, count) => all + count, 0), 0);
