import { maySitThere, type Candidate } from '../registration/fit.js';
import { daysAfter, suits, type CampaignProblem, type CampaignSitting } from './candidate.js';
import type { Group, Kind } from './demand.js';
import { NetworkDraft } from './network-draft.js';
import type { Network } from './network-simplex.js';
import { loadStepOf, pricesFor, stepsTo, type Prices } from './prices.js';

/** A place through which the candidates of one kind pass: academy, province, region or country; its arcs by their numbers. */
export type Hub = {
  up: { arc: number; parent: Hub } | null;
  down: { arc: number; child: Hub }[];
  seats: { arc: number; sitting: number }[];
  node: number;
  /** 0 an academy, 1 a province, 2 a region, 3 the country. */
  level: number;
};

/** Where candidates start from: those of a group at their academy's hub, or one alone, by the arcs that they can take. */
export type Source = {
  members: readonly number[];
  hub: Hub | null;
  hubArc: number;
  seats: { arc: number; sitting: number }[];
};

/** Hubs in the order of their levels. */
export type SeatingNetwork = { network: Network; prices: Prices; hubs: Hub[]; sources: Source[] };

/** The way of a sitting's seats to the root: from `node`, whose first arc it has to name. Days after the origin. */
export type Exit = { node: number; root: number; sitting: CampaignSitting; days: number; prices: Prices };

/** What another model of the same network changes: its prices, and the ways out of sittings. */
export type Terms = {
  prices?: Prices;
  exit?: (draft: NetworkDraft, exit: Exit) => void;
};

/**
 * The network of a campaign: candidates flow to their academy, to its sittings or, a step dearer each, up to province, region and
 * country and down again to the sittings of others; from a sitting to the root, where the day and the quarter of the sitting
 * that is filled are paid; or, as dear as nothing else, to the root without a seat. `alone` are joined to each sitting that
 * suits them. So it has one arc by kind and sitting rather than by candidate and sitting.
 */
export function seatingNetwork(
  { candidates, sittings, origin }: CampaignProblem,
  kinds: readonly Kind[],
  alone: ReadonlySet<number>,
  { prices: given, exit = exitOf }: Terms = {},
): SeatingNetwork {
  const draft = new NetworkDraft(candidates.length + 1);
  const days = sittings.reduce((most, one) => Math.max(most, daysAfter(origin, one)), 0);
  const holders = kinds.flatMap(({ groups }) => groups).filter(({ holds }) => holds >= 0).length + alone.size;
  const places = kinds.map((kind) => hubTree(kind, sittings));
  const prices = given ?? pricesFor({ hubs: places.reduce((sum, { size }) => sum + size, 0), holders, days });
  const root = draft.node();
  const nodes = sittings.map(() => draft.node());
  for (const [place, sitting] of sittings.entries())
    exit(draft, { node: nodes[place]!, root, sitting, days: daysAfter(origin, sitting), prices });
  const hubs: Hub[] = [];
  const sources: Source[] = [];
  const seat = (node: number, sitting: number, cost: number) => ({
    arc: draft.arc(node, nodes[sitting]!, sittings[sitting]!.free, cost),
    sitting,
  });

  for (const [index, { groups }] of kinds.entries()) {
    const made = new Map<string, Hub>();
    for (const [key, { level, fitting }] of places[index]!) {
      const node = draft.node();
      draft.start(node, draft.arc(node, root, Infinity, prices.unseated));
      made.set(key, { node, level, up: null, down: [], seats: fitting.map((one) => seat(node, one, 0)) });
    }
    for (const [key, { parent, sends, takes }] of places[index]!) {
      const hub = made.get(key)!;
      const above = parent === null ? undefined : made.get(parent);
      if (above && sends) hub.up = { arc: draft.arc(hub.node, above.node, Infinity, prices.step), parent: above };
      if (above && takes) above.down.push({ arc: draft.arc(above.node, hub.node, Infinity, 0), child: hub });
    }
    hubs.push(...made.values());
    for (const group of groups) sources.push(groupSource(group, made.get(academyKey(group.home))!));
  }
  for (const index of alone) sources.push(aloneSource(index));
  hubs.sort((a, b) => a.level - b.level);
  return { network: draft.network(root), prices, hubs, sources };

  function groupSource({ home, holds, members }: Group, hub: Hub): Source {
    if (holds < 0) {
      draft.supply(hub.node, members.length);
      return { members, hub, hubArc: -1, seats: [] };
    }
    const node = draft.node();
    draft.start(node, draft.arc(node, root, Infinity, prices.unseated + prices.moved));
    draft.supply(node, members.length);
    const kept = seat(node, holds, stepsTo(home, sittings[holds]!) * prices.step);
    return { members, hub, hubArc: draft.arc(node, hub.node, Infinity, prices.moved), seats: [kept] };
  }

  function aloneSource(index: number): Source {
    const candidate = candidates[index]!;
    const node = draft.node();
    draft.start(node, draft.arc(node, root, Infinity, prices.unseated + (candidate.seatedIn ? prices.moved : 0)));
    draft.supply(node, 1);
    const seats = sittings.flatMap((sitting, place) => {
      if (!suits(candidate, sitting)) return [];
      const moved = candidate.seatedIn && candidate.seatedIn !== sitting.id ? prices.moved : 0;
      return [seat(node, place, moved + stepsTo(candidate.home, sitting) * prices.step)];
    });
    return { members: [index], hub: null, hubArc: -1, seats };
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

type Place = {
  level: number;
  parent: string | null;
  fitting: number[];
  sends: boolean;
  takes: boolean;
};

const academyKey = ({ academyId }: Candidate): string => `academy ${academyId}`;

// Which places the candidates of a kind and their sittings lie in. Prison centres send nobody and take nobody.
function hubTree({ sittings: fitting, groups }: Kind, sittings: readonly CampaignSitting[]): Map<string, Place> {
  const places = new Map<string, Place>();
  const lineage = (at: Candidate): Place[] => {
    const keys = [academyKey(at), `province ${at.region} ${at.province}`, `region ${at.region}`, 'country'];
    return keys.map((key, level) => {
      let known = places.get(key);
      if (!known)
        places.set(
          key,
          (known = {
            level,
            parent: keys[level + 1] ?? null,
            fitting: [],
            sends: false,
            takes: false,
          }),
        );
      return known;
    });
  };
  for (const { home } of groups) {
    const own = lineage(home);
    if (!home.inPrison) for (const one of own) one.sends = true;
  }
  const anywhere = { academyId: '', province: '', region: '', inPrison: false };
  for (const index of fitting) {
    const sitting = sittings[index]!;
    const own = lineage(sitting);
    own[0]!.fitting.push(index);
    if (maySitThere(anywhere, sitting)) for (const one of own) one.takes = true;
  }
  return places;
}
