import { daysAfter, suits, type CampaignProblem, type CampaignSitting } from './candidate.js';
import type { Group, Kind } from './demand.js';
import { Detours } from './detours.js';
import { NetworkDraft } from './network-draft.js';
import type { Network } from './network-simplex.js';
import { academyKey, placesOf, type Hub, type SeatPlace, type Seat, type HubArc } from './places.js';
import { loadStepOf, pricesFor, stepsTo, type Prices } from './prices.js';

/** Where candidates start from: those of a group at their academy's hub, or one alone, by the arcs that they can take. */
type Source = { members: readonly number[]; ways: HubArc[]; seats: Seat[] };

/** Hubs in the order of their levels. */
export type SeatingNetwork = { network: Network; prices: Prices; hubs: Hub[]; sources: Source[] };

/** The way of a sitting's seats to the root: from `node`, whose first arc it has to name. Days after the origin. */
export type Exit = { node: number; root: number; sitting: CampaignSitting; days: number; prices: Prices };

/** What another model of the same network changes: its prices, and the ways out of sittings. */
export type Terms = {
  prices?: Prices;
  exit?: (draft: NetworkDraft, exit: Exit) => void;
};

/** The most steps that there are: beyond the region. */
const FARTHEST = 3;

/**
 * The network of a campaign: candidates flow to their academy, to its sittings or, a step dearer each, up to province, region and
 * country and down again to the sittings of others; from a sitting to the root, where the day and the quarter of the sitting
 * that is filled are paid; or, as dear as nothing else, to the root without a seat. Those who are to avoid some sittings take
 * ways around them; `alone` are joined to each sitting that suits them. So it has one arc by kind and sitting rather than
 * by candidate and sitting.
 */
export function seatingNetwork(
  { candidates, sittings, origin }: CampaignProblem,
  kinds: readonly Kind[],
  alone: ReadonlySet<number>,
  { prices: given, exit = exitOf }: Terms = {},
): SeatingNetwork {
  const draft = new NetworkDraft(candidates.length + 1);
  const days = sittings.reduce((most, one) => Math.max(most, daysAfter(origin, one)), 0);
  const groups = kinds.flatMap((kind) => kind.groups);
  const holders = groups.filter(({ holds }) => holds >= 0).length + alone.size;
  const places = kinds.map((kind) => placesOf(kind, sittings));
  const hubCount = places.reduce((sum, { size }) => sum + size, 0);
  const detours = groups.filter(({ avoids }) => avoids.size > 0).length;
  const prices = given ?? pricesFor({ steps: hubCount + FARTHEST * detours, holders, days });
  const root = draft.node();
  const nodes = sittings.map(() => draft.node());
  for (const [place, sitting] of sittings.entries())
    exit(draft, { node: nodes[place]!, root, sitting, days: daysAfter(origin, sitting), prices });
  const hubs: Hub[] = [];
  const sources: Source[] = [];
  const seat = (node: number, sitting: number, cost: number): Seat => ({
    arc: draft.arc(node, nodes[sitting]!, sittings[sitting]!.free, cost),
    sitting,
  });
  const start = (extra = 0): number => {
    const node = draft.node();
    draft.start(node, draft.arc(node, root, Infinity, prices.unseated + extra));
    return node;
  };
  const hubAt = ({ level, fitting }: Pick<SeatPlace, 'level' | 'fitting'>): Hub => {
    const node = start();
    const hub = { node, level, up: null, down: [], seats: fitting.map((one) => seat(node, one, 0)) };
    hubs.push(hub);
    return hub;
  };
  const arc = (from: number, to: Hub, cost: number): number => draft.arc(from, to.node, Infinity, cost);

  for (const [index, kind] of kinds.entries()) {
    const own = places[index]!;
    const made = new Map([...own].map(([key, place]) => [key, hubAt(place)]));
    for (const [key, { parent, sends, takes }] of own) {
      const hub = made.get(key)!;
      const above = parent === null ? undefined : made.get(parent);
      if (above && sends) hub.up = { arc: arc(hub.node, above, prices.step), parent: above };
      if (above && takes) above.down.push({ arc: arc(above.node, hub, 0), child: hub });
    }
    const around = new Detours(own, { hubAt, arc, seat, step: prices.step });
    for (const group of kind.groups) sources.push(groupSource(group, made.get(academyKey(group.home))!, around));
  }
  for (const index of alone) sources.push(aloneSource(index));
  hubs.sort((a, b) => a.level - b.level);
  return { network: draft.network(root), prices, hubs, sources };

  function groupSource({ home, holds, avoids, members }: Group, hub: Hub, around: Detours): Source {
    if (holds < 0 && avoids.size === 0) {
      draft.supply(hub.node, members.length);
      return { members, ways: [{ arc: -1, hub }], seats: [] };
    }
    const moved = holds < 0 ? 0 : prices.moved;
    const node = start(moved);
    draft.supply(node, members.length);
    const kept = holds < 0 ? [] : [seat(node, holds, stepsTo(home, sittings[holds]!) * prices.step)];
    if (avoids.size === 0) return { members, ways: [{ arc: arc(node, hub, moved), hub }], seats: kept };
    const { ways, seats } = around.from(node, home, avoids, moved);
    return { members, ways, seats: [...kept, ...seats] };
  }

  function aloneSource(index: number): Source {
    const candidate = candidates[index]!;
    const node = start(candidate.seatedIn ? prices.moved : 0);
    draft.supply(node, 1);
    const seats = sittings.flatMap((sitting, place) => {
      if (!suits(candidate, sitting)) return [];
      const moved = candidate.seatedIn && candidate.seatedIn !== sitting.id ? prices.moved : 0;
      return [seat(node, place, moved + stepsTo(candidate.home, sitting) * prices.step)];
    });
    return { members: [index], ways: [], seats };
  }
}

/** The usual way out: the day is paid, and the quarter of the sitting that is filled. */
export function exitOf(draft: NetworkDraft, { node, root, sitting, days, prices }: Exit): void {
  const room = new Map<number, number>();
  for (let index = sitting.seats - sitting.free; index < sitting.seats; index++) {
    const quarter = loadStepOf(index, sitting);
    room.set(quarter, (room.get(quarter) ?? 0) + 1);
  }
  const arcs = [...room].map(([quarter, seats]) =>
    draft.arc(node, root, seats, days * prices.day + quarter * prices.load),
  );
  draft.start(node, arcs[0] ?? draft.arc(node, root, 0, 0));
}
