import type { Candidate } from '../../booking/fit.js';
import { academyKey, type Hub, type SeatPlace, type Seat, type HubArc } from './places.js';

type Draft = {
  hubAt: (place: Pick<SeatPlace, 'level' | 'fitting'>) => Hub;
  arc: (node: number, to: Hub, cost: number) => number;
  seat: (node: number, sitting: number, cost: number) => Seat;
  step: number;
};

type Exits = { ways: HubArc[]; seats: Seat[] };

/**
 * Ways through the places of a kind for candidates who are to avoid some of its sittings. Where all mix, in the hubs, nobody can
 * tell them apart any more: so they are joined to the sittings that they may have of each academy with one to avoid, and
 * elsewhere to hubs of their own, from which one only goes down. These are made as they are needed.
 */
export class Detours {
  readonly #downhill = new Map<string, Hub>();
  readonly #others = new Map<string, Hub>();
  #academies: ReadonlyMap<number, string> | undefined;

  constructor(
    private readonly places: ReadonlyMap<string, SeatPlace>,
    private readonly draft: Draft,
  ) {}

  /** The arcs from `node`, where candidates at home there start, to wherever they may sit: `extra` dearer each. */
  from(node: number, home: Candidate, avoids: ReadonlySet<number>, extra: number): Exits {
    const exits: Exits = { ways: [], seats: [] };
    const avoided = this.#lineages(avoids);
    const { step } = this.draft;
    const join = (to: Hub, cost: number) => exits.ways.push({ arc: this.draft.arc(node, to, cost), hub: to });
    const enter = (key: string, cost: number): void => {
      const place = this.#place(key);
      if (!avoided.has(key)) join(this.#downhillFrom(key), cost);
      else if (place.level > 0) for (const child of this.#takers(place.children)) enter(child, cost);
      else for (const one of place.fitting) if (!avoids.has(one)) exits.seats.push(this.draft.seat(node, one, cost));
    };

    let key = academyKey(home);
    enter(key, extra);
    for (let steps = 1; this.#place(key).sends && this.#place(key).parent !== null; steps++) {
      const cost = extra + steps * step;
      const others = this.#siblings(key);
      if (others.some((other) => avoided.has(other))) for (const other of others) enter(other, cost);
      else if (others.length > 0) join(this.#othersThan(key, others), cost);
      key = this.#place(key).parent!;
    }
    return exits;
  }

  // The places in which sittings to avoid lie: their academies, provinces and so on.
  #lineages(avoids: ReadonlySet<number>): Set<string> {
    const keys = new Set<string>();
    for (const one of avoids)
      for (let key: string | null = this.#academyOf(one); key !== null; key = this.#place(key).parent) keys.add(key);
    return keys;
  }

  #academyOf(sitting: number): string {
    this.#academies ??= new Map([...this.places].flatMap(([key, { fitting }]) => fitting.map((one) => [one, key])));
    return this.#academies.get(sitting)!;
  }

  #place(key: string): SeatPlace {
    return this.places.get(key)!;
  }

  #takers(keys: readonly string[]): string[] {
    return keys.filter((key) => this.#place(key).takes);
  }

  #siblings(key: string): string[] {
    return this.#takers(this.#place(this.#place(key).parent!).children).filter((other) => other !== key);
  }

  #downhillFrom(key: string): Hub {
    const { level, fitting, children } = this.#place(key);
    return this.#made(this.#downhill, key, { level, fitting }, this.#takers(children));
  }

  #othersThan(key: string, others: readonly string[]): Hub {
    return this.#made(this.#others, key, { level: this.#place(key).level + 1, fitting: [] }, others);
  }

  #made(hubs: Map<string, Hub>, key: string, at: Pick<SeatPlace, 'level' | 'fitting'>, below: readonly string[]): Hub {
    let hub = hubs.get(key);
    if (!hub) {
      hubs.set(key, (hub = this.draft.hubAt(at)));
      for (const one of below) {
        const child = this.#downhillFrom(one);
        hub.down.push({ arc: this.draft.arc(hub.node, child, 0), child });
      }
    }
    return hub;
  }
}
