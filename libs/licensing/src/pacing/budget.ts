import { charged, countedSince, freeFrom, freeIn, learnt, waitOf, type Limit, type Quota } from './quota.js';

/** The limits that a write of one app in one tenant draws on (Microsoft Graph throttling limits, identity and access). */
type Name = 'writes' | 'units' | 'tenantWrites';
export type Limits = Record<Name, Limit> & {
  /** How long what was granted may be sent, ms. */
  holdMs: number;
  /** How long a call that was sent may be on its way: then it is given up, ms. */
  underWayMs: number;
};
export type Quotas = Record<Name, Quota>;

/** What one person costs, and how many are wanted; `bulk` leaves interactive changes their share. */
export type Demand = { writesEach: number; unitsEach: number; most: number; bulk: boolean };

/** What was taken at `takenAt`, may be sent until `until` (ms), and counts until then and a window longer if nothing is told. */
export type Grant = {
  writes: number;
  units: number;
  /** PATCHes of members that these are for. */
  patches: number;
  takenAt: number;
  until: number;
  patchCost: number;
};

/** What was sent of a grant, and how much of that got no answer: so it may arrive yet. */
export type Sent = { writes: number; units: number; patches?: number; unanswered?: { writes: number; units: number } };

const NAMES = ['writes', 'units', 'tenantWrites'] as const;
const NOTHING = { writes: 0, units: 0 };

/**
 * One budget for one app in one tenant: nothing is granted that any of its limits would refuse. A write counts from when it
 * was granted until a window after its answer; one that nobody accounts for, until a window after it can have arrived.
 */
export class Budget {
  constructor(
    private readonly limits: Limits,
    public quotas: Quotas,
    private readonly now: number,
  ) {}

  /** For how many of `most` persons all limits have room; where for none, after how many ms to ask again. */
  offer({ writesEach, unitsEach, most, bulk }: Demand): { persons: number; waitMs: number } {
    const each = { writes: writesEach, units: unitsEach, tenantWrites: writesEach };
    const allowed = NAMES.map((name) => this.#allowed(name, each[name], most, bulk));
    const persons = Math.min(...allowed);
    const short = NAMES.filter((_, index) => persons === 0 && allowed[index] === 0);
    const waits = short.map((name) => waitOf(this.quotas[name], this.limits[name], bulk, this.now));
    return { persons, waitMs: Math.max(0, ...waits) };
  }

  /**
   * Takes so many writes and resource units, for so many PATCHes among others; `offer` has said that there is room. Returns
   * the grant, or `earlier` with that in it: it may be sent no longer than `earlier`.
   */
  take(writes: number, units: number, patches = 0, earlier?: Grant): Grant {
    const until = earlier?.until ?? this.now + this.limits.holdMs;
    for (const name of NAMES) this.#charge(name, this.#endOf(name, until), name === 'units' ? units : writes, patches);
    return {
      writes: writes + (earlier?.writes ?? 0),
      units: units + (earlier?.units ?? 0),
      patches: patches + (earlier?.patches ?? 0),
      takenAt: earlier?.takenAt ?? this.now,
      until,
      patchCost: earlier?.patchCost ?? this.patchCost,
    };
  }

  /** Writes that one PATCH of members is counted as, as far as was learnt. */
  get patchCost(): number {
    return this.quotas.writes.patchCost;
  }

  /** Counts what was sent in place of what was granted: a window from now on where it was answered, so has arrived by now. */
  settle(grant: Grant, { writes, units, patches = 0, unanswered = NOTHING }: Sent): void {
    for (const name of NAMES) {
      const kind = name === 'units' ? 'units' : 'writes';
      const sent = kind === 'units' ? units : writes;
      this.#charge(name, this.#endOf(name, grant.until), unanswered[kind] - grant[kind], -grant.patches);
      this.#charge(name, freeFrom(this.now, this.limits[name]), sent - unanswered[kind], patches);
    }
  }

  /** Nobody calls for `ms`: the app, or all apps of the tenant. */
  hold(ms: number, tenant: boolean): void {
    const name = tenant ? 'tenantWrites' : 'writes';
    this.#change(name, { notBefore: Math.max(this.quotas[name].notBefore, this.now + ms) });
  }

  /**
   * Takes into account which share of the tightest limit Microsoft says is used, to who was granted this. It does not say of
   * which: what resource units explain says nothing of writes.
   */
  learn({ takenAt }: Grant, share: number): void {
    const { units, writes } = this.quotas;
    if (share <= (countedSince(units, takenAt).amount / this.limits.units.size) * 1.02 + 0.01) return;
    this.#change('writes', learnt(writes, this.limits.writes, share, { since: takenAt, now: this.now }));
  }

  #allowed(name: Name, each: number, most: number, bulk: boolean): number {
    const quota = this.quotas[name];
    if (this.now < quota.notBefore) return 0;
    return each === 0 ? most : Math.min(most, Math.floor(freeIn(quota, this.limits[name], bulk, this.now) / each));
  }

  // Sent at the last moment, and as long under way as a call may be.
  #endOf(name: Name, until: number): number {
    return freeFrom(until + this.limits.underWayMs, this.limits[name]);
  }

  #charge(name: Name, until: number, amount: number, patches: number): void {
    if (amount === 0 && patches === 0) return;
    const charge = { until, amount, patches: name === 'writes' ? patches : 0 };
    this.#change(name, charged(this.quotas[name], charge, this.now - this.limits.holdMs));
  }

  #change(name: Name, change: Partial<Quota>): void {
    this.quotas = { ...this.quotas, [name]: { ...this.quotas[name], ...change } };
  }
}
