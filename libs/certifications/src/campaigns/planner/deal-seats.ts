import { overlaps, suits, type CampaignProblem, type Seating } from './candidate.js';
import type { Hub } from './places.js';
import type { SeatingNetwork } from './seating-network.js';

/** When persons are elsewhere, by person, as a plan fills up. */
export type Diary = Map<string, { from: number; to: number }[]>;

type Seats = { sitting: number; left: number }[];

/**
 * Gives the flow's seats to candidates: passes them from their academies up and down as the flow went, then has those of each
 * place choose, who is elsewhere at times first. Candidates for whom every seat left lies at a time when they are elsewhere get
 * none here: they are returned, and their seats stay free for others.
 */
export function dealSeats(problem: CampaignProblem, { hubs, sources }: SeatingNetwork, flow: Int32Array) {
  const { candidates, sittings } = problem;
  const seating: Seating = new Int32Array(candidates.length).fill(-1);
  const diary: Diary = new Map();
  const clashing: number[] = [];
  const careful = personsOfCare(problem);
  const pools = new Map<Hub, number[]>(hubs.map((hub) => [hub, []]));

  for (const { members, ways, seats } of sources) {
    let gone = 0;
    for (const { arc, hub } of ways) {
      const onward = arc < 0 ? members.length : flow[arc]!;
      pools.get(hub)!.push(...members.slice(gone, gone + onward));
      gone += onward;
    }
    choose(members.slice(gone), left(seats));
  }
  for (const hub of hubs) if (hub.up) pass(hub, hub.up.parent, flow[hub.up.arc]!);
  for (const hub of hubs.toReversed()) for (const { arc, child } of hub.down) pass(hub, child, flow[arc]!);
  for (const [hub, pool] of pools) choose(pool, left(hub.seats));
  return { seating, diary, clashing };

  function left(seats: readonly { arc: number; sitting: number }[]): Seats {
    return seats
      .map(({ arc, sitting }) => ({ sitting, left: flow[arc]! }))
      .filter((one) => one.left > 0)
      .sort((a, b) => sittings[a.sitting]!.from - sittings[b.sitting]!.from);
  }

  function pass(from: Hub, to: Hub, count: number): void {
    if (count > 0) pools.get(to)!.push(...pools.get(from)!.splice(-count));
  }

  function choose(pool: readonly number[], seats: Seats): void {
    const cautious = pool.filter((one) => careful.has(candidates[one]!.personId));
    const chosen: number[] = [];
    for (const one of cautious) {
      if (!seats.some((seat) => seat.left > 0)) break;
      if (take(one, seats) || swap(one, seats, chosen)) chosen.push(one);
      else clashing.push(one);
    }
    let next = 0;
    for (const one of pool) {
      if (careful.has(candidates[one]!.personId)) continue;
      while (next < seats.length && seats[next]!.left === 0) next++;
      if (next === seats.length) break;
      seats[next]!.left--;
      seating[one] = seats[next]!.sitting;
    }
  }

  function take(one: number, seats: Seats): boolean {
    const seat = seats.find(({ sitting, left }) => left > 0 && isFree(one, sitting));
    if (!seat) return false;
    seat.left--;
    seating[one] = seat.sitting;
    note(one);
    return true;
  }

  // Somebody of the same place who has chosen already takes another seat that is left, and gives this one up.
  function swap(one: number, seats: Seats, chosen: readonly number[]): boolean {
    for (const other of chosen) {
      const given = seating[other]!;
      if (!isFree(one, given)) continue;
      forget(other);
      if (take(other, seats)) {
        seating[one] = given;
        note(one);
        return true;
      }
      seating[other] = given;
      note(other);
    }
    return false;
  }

  function isFree(one: number, sitting: number): boolean {
    const at = sittings[sitting]!;
    return suits(candidates[one]!, at) && !diary.get(candidates[one]!.personId)?.some((span) => overlaps(span, at));
  }

  function note(one: number): void {
    const { personId } = candidates[one]!;
    diary.set(personId, [...(diary.get(personId) ?? []), sittings[seating[one]!]!]);
  }

  function forget(one: number): void {
    const { personId } = candidates[one]!;
    const at = sittings[seating[one]!]!;
    diary.set(
      personId,
      diary.get(personId)!.filter((span) => span !== at),
    );
  }
}

/** Gives each of these candidates the cheapest seat that is left and suits them, in the order given. */
export function seatOneByOne(
  { candidates, sittings }: CampaignProblem,
  seating: Seating,
  diary: Diary,
  ones: Iterable<number>,
  cost: (candidate: number, sitting: number) => number,
): void {
  const left = sittings.map(({ free }) => free);
  for (const sitting of seating) if (sitting >= 0) left[sitting]!--;
  for (const one of ones) {
    const candidate = candidates[one]!;
    const elsewhere = diary.get(candidate.personId) ?? [];
    let [best, least] = [-1, Infinity];
    for (const [place, sitting] of sittings.entries()) {
      if (left[place]! <= 0 || !suits(candidate, sitting) || elsewhere.some((span) => overlaps(span, sitting)))
        continue;
      const price = cost(one, place);
      if (price < least) [best, least] = [place, price];
    }
    if (best < 0) continue;
    seating[one] = best;
    left[best]!--;
    diary.set(candidate.personId, [...elsewhere, sittings[best]!]);
  }
}

// Who is elsewhere at times, may not start at any, or is a candidate more than once.
function personsOfCare({ candidates }: CampaignProblem): Set<string> {
  const seen = new Set<string>();
  const careful = new Set<string>();
  for (const { personId, busy, mayStart } of candidates) {
    if (busy.length > 0 || mayStart || seen.has(personId)) careful.add(personId);
    seen.add(personId);
  }
  return careful;
}
