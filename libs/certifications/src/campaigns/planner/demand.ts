import { isLongEnough, isOffered, type Candidate, type Exam } from '../../booking/fit.js';
import {
  isInWindow,
  shapeOf,
  type CampaignCandidate,
  type CampaignProblem,
  type CampaignSitting,
} from './candidate.js';

/** Candidates whom the same sittings fit by exam and window, and these sittings, by their places in the problem's list. */
export type Kind = { sittings: readonly number[]; groups: Group[] };

/**
 * Candidates of one kind and academy who have their seats in the same sitting, or have none: -1; and who are to avoid the same
 * sittings of their kind, those that their teachers watch.
 */
export type Group = { home: Candidate; holds: number; avoids: ReadonlySet<number>; members: number[] };

/**
 * Gathers candidates whom the plan need not tell apart, so that its size depends on academies, exams and windows rather than
 * on people. Busy hours are left out: `alone` names those who are to be planned one by one, with theirs.
 */
export function demandOf({ candidates, sittings }: CampaignProblem, alone: ReadonlySet<number>): Kind[] {
  const places = new Map(sittings.map(({ id }, place) => [id, place]));
  const watched = new Map<string, number[]>();
  for (const [place, { proctorIds = [] }] of sittings.entries())
    for (const proctor of proctorIds) add(watched, proctor, place);
  const shapes = new Map<string, number[]>();
  for (const [place, sitting] of sittings.entries()) add(shapes, shapeOf(sitting), place);
  const starts = [...new Set(sittings.map(({ from }) => from))].sort((a, b) => a - b);
  const fits = new Map<string, string>();
  const kinds = new Map<string, Kind & { byKey: Map<string, Group> }>();
  for (const [index, candidate] of candidates.entries()) {
    if (alone.has(index)) continue;
    const { exam, home, from, to } = candidate;
    const examKey = `${exam.code} ${exam.minutes} ${exam.administrationMinutes}`;
    if (!fits.has(examKey)) fits.set(examKey, fittingShapes(exam, sittings, shapes));
    // Windows that the same starts lie in are one.
    const key = `${fits.get(examKey)} ${countBefore(starts, from)} ${countBefore(starts, to + 1)}`;
    let kind = kinds.get(key);
    if (!kind) kinds.set(key, (kind = { ...kindOf(candidate, sittings), byKey: new Map() }));
    const holds = holdsOf(candidate, kind, places);
    const teachers = candidate.taughtBy?.filter((teacher) => watched.has(teacher)).sort() ?? [];
    const groupKey = `${home.academyId} ${holds} ${teachers.join(' ')}`;
    let group = kind.byKey.get(groupKey);
    if (!group) {
      const { sittings: fitting } = kind;
      const avoids = new Set(teachers.flatMap((teacher) => watched.get(teacher)!.filter((one) => has(fitting, one))));
      kind.byKey.set(groupKey, (group = { home, holds, avoids, members: [] }));
      kind.groups.push(group);
    }
    group.members.push(index);
  }
  return [...kinds.values()];
}

function kindOf(candidate: CampaignCandidate, sittings: readonly CampaignSitting[]): Kind {
  const { exam } = candidate;
  const fitting: number[] = [];
  for (const [place, sitting] of sittings.entries())
    if (sitting.free > 0 && isInWindow(candidate, sitting) && isOffered(exam, sitting) && isLongEnough(exam, sitting))
      fitting.push(place);
  return { sittings: fitting, groups: [] };
}

function holdsOf({ seatedIn }: CampaignCandidate, { sittings }: Kind, places: ReadonlyMap<string, number>): number {
  const place = seatedIn ? (places.get(seatedIn) ?? -1) : -1;
  return place >= 0 && has(sittings, place) ? place : -1;
}

const fittingShapes = (
  exam: Exam,
  sittings: readonly CampaignSitting[],
  shapes: ReadonlyMap<string, readonly number[]>,
): string =>
  [...shapes.values()]
    .map(([first]) => sittings[first!]!)
    .map((one) => (isOffered(exam, one) && isLongEnough(exam, one) ? 1 : 0))
    .join('');

/** How many of the sorted numbers lie below one. */
function countBefore(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

const has = (sorted: readonly number[], value: number): boolean => sorted[countBefore(sorted, value)] === value;

function add<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
