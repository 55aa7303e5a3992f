import { freeIn, lastCallOf, learnt, waitOf, windowAt, type Limit, type Window } from './window.js';

/** The limits that a write of one app in one tenant draws on (Microsoft Graph throttling limits, identity and access). */
export type Limits = { writes: Limit; units: Limit; tenantWrites: Limit };
type Name = keyof Limits;
export type Windows = { [N in Name]: Window };

/** What one person costs, and how many are wanted; `bulk` leaves interactive changes their share. */
export type Demand = { writesEach: number; unitsEach: number; most: number; bulk: boolean };

/** What was taken: may be sent until `until` (ms), and was taken from the windows of these numbers. */
export type Grant = {
  writes: number;
  units: number;
  /** PATCHes of members that these are for. */
  patches: number;
  until: number;
  windows: Record<Name, number>;
  /** Whether Microsoft's answer is awaited, as it says when a window began. */
  unconfirmed: boolean;
  patchCost: number;
};

/** What was sent of a grant: writes and resource units, and how many of the writes were PATCHes of members. */
export type Sent = { writes: number; units: number; patches?: number };

const NAMES = ['writes', 'units', 'tenantWrites'] as const;

/** One budget for one app in one tenant: nothing is granted that any of its limits would refuse. Instants in ms. */
export class Budget {
  windows: Windows;

  constructor(
    private readonly limits: Limits,
    windows: Windows,
    private readonly now: number,
  ) {
    const current = NAMES.map((name) => [name, windowAt(windows[name], limits[name], now)]);
    this.windows = Object.fromEntries(current) as Windows;
  }

  /** For how many of `most` persons all limits have room; where for none, after how many ms to ask again. */
  offer({ writesEach, unitsEach, most, bulk }: Demand): { persons: number; waitMs: number } {
    const each = { writes: writesEach, units: unitsEach, tenantWrites: writesEach };
    const allowed = NAMES.map((name) => this.#allowed(name, each[name], most, bulk));
    const persons = Math.min(...allowed);
    const short = NAMES.filter((_, index) => persons === 0 && allowed[index] === 0);
    const waits = short.map((name) => waitOf(this.windows[name], this.limits[name], bulk, this.now));
    return { persons, waitMs: Math.max(0, ...waits) };
  }

  /** Takes so many writes and resource units, for so many PATCHes among others; `offer` has said that there is room. */
  take(writes: number, units: number, patches = 0): Grant {
    this.#spend('writes', writes);
    this.#spend('tenantWrites', writes);
    this.#spend('units', units);
    this.#change('writes', { patches: this.windows.writes.patches + patches });
    const writeWindows = [this.windows.writes, this.windows.tenantWrites];
    return {
      writes,
      units,
      patches,
      until: Math.min(this.#lastCall('writes'), this.#lastCall('tenantWrites')),
      windows: Object.fromEntries(NAMES.map((name) => [name, this.windows[name].no])) as Grant['windows'],
      unconfirmed: !this.windows.units.confirmed || writeWindows.some(({ confirmed }) => !confirmed),
      patchCost: this.windows.writes.patchCost,
    };
  }

  /** Writes that one PATCH of members is counted as, as far as was learnt. */
  get patchCost(): number {
    return this.windows.writes.patchCost;
  }

  /** Books what was really sent in place of what was granted; a window that is over keeps nothing. */
  correct({ windows, ...granted }: Grant, { writes, units, patches = 0 }: Sent): void {
    const more = {
      writes: writes - granted.writes,
      tenantWrites: writes - granted.writes,
      units: units - granted.units,
    };
    for (const name of NAMES) if (this.windows[name].no === windows[name]) this.#spend(name, more[name]);
    if (this.windows.writes.no === windows.writes)
      this.#change('writes', { patches: Math.max(0, this.windows.writes.patches + patches - granted.patches) });
  }

  /** Microsoft has answered what a grant was for: its windows began by now. */
  confirm({ windows }: Grant, names: readonly Name[]): void {
    for (const name of names) {
      const window = this.windows[name];
      if (window.no === windows[name] && !window.confirmed && window.spent > 0)
        this.#change(name, { opensAt: this.now, confirmed: true });
    }
  }

  /** Nobody calls for `ms`: the app, or all apps of the tenant. */
  hold(ms: number, tenant: boolean): void {
    const name = tenant ? 'tenantWrites' : 'writes';
    this.#change(name, { notBefore: Math.max(this.windows[name].notBefore, this.now + ms) });
  }

  /**
   * Takes into account which share of the tightest limit Microsoft says is used, to who was granted this. It does not say of
   * which: what resource units explain, or may have in a window that is over, says nothing of writes. Nor does a share of a
   * window of writes that is over say anything of the one after it.
   */
  learn({ windows }: Grant, share: number): void {
    const { units, writes } = this.windows;
    if (units.no !== windows.units || writes.no !== windows.writes) return;
    if (share <= (units.spent / this.limits.units.size) * 1.02 + 0.01) return;
    this.windows = { ...this.windows, writes: learnt(writes, this.limits.writes, share) };
  }

  #allowed(name: Name, each: number, most: number, bulk: boolean): number {
    const window = this.windows[name];
    if (this.now < window.notBefore) return 0;
    return each === 0 ? most : Math.min(most, Math.floor(freeIn(window, this.limits[name], bulk, this.now) / each));
  }

  #lastCall(name: Name): number {
    return lastCallOf(this.windows[name], this.limits[name]);
  }

  // A window begins with what is first taken of it, as Microsoft's does.
  #spend(name: Name, amount: number): void {
    const { spent } = this.windows[name];
    if (amount > 0 && spent === 0) this.#change(name, { opensAt: this.now, confirmed: false });
    this.#change(name, { spent: Math.max(0, spent + amount) });
  }

  #change(name: Name, change: Partial<Window>): void {
    this.windows = { ...this.windows, [name]: { ...this.windows[name], ...change } };
  }
}
