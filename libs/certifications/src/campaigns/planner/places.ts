import { maySitThere, type Candidate } from '../../booking/fit.js';
import type { CampaignSitting } from './candidate.js';
import type { Kind } from './demand.js';

/** A place of a kind, and its sittings where it is an academy. `takes` says that candidates of others may come to it. */
export type SeatPlace = {
  level: number;
  parent: string | null;
  children: string[];
  fitting: number[];
  sends: boolean;
  takes: boolean;
};

/** A place through which the candidates of one kind pass: academy, province, region or country; its arcs by their numbers. */
export type Hub = {
  up: { arc: number; parent: Hub } | null;
  down: { arc: number; child: Hub }[];
  seats: Seat[];
  node: number;
  /** 0 an academy, 1 a province, 2 a region, 3 the country. */
  level: number;
};

/** The arc to a sitting, by its place in the problem's list. */
export type Seat = { arc: number; sitting: number };

/** Where a source's candidates go on from; by no arc, -1, where all of them are there already. */
export type HubArc = { arc: number; hub: Hub };

export const academyKey = ({ academyId }: Candidate): string => `academy ${academyId}`;

/** Which places the candidates of a kind and their sittings lie in. Prison centres send nobody and take nobody. */
export function placesOf(
  { sittings: fitting, groups }: Kind,
  sittings: readonly CampaignSitting[],
): Map<string, SeatPlace> {
  const places = new Map<string, SeatPlace>();
  const lineage = (at: Candidate): SeatPlace[] => {
    const keys = [academyKey(at), `province ${at.region} ${at.province}`, `region ${at.region}`, 'country'];
    const own = keys.map((key, level) => {
      const known = places.get(key);
      if (known) return known;
      const parent = keys[level + 1] ?? null;
      const made: SeatPlace = { level, parent, children: [], fitting: [], sends: false, takes: false };
      places.set(key, made);
      return made;
    });
    for (const [level, key] of keys.slice(0, -1).entries())
      if (!own[level + 1]!.children.includes(key)) own[level + 1]!.children.push(key);
    return own;
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
