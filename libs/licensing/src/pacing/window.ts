/** How much a limit lets through in which time: writes, or resource units. */
export type Limit = { size: number; windowMs: number };

/** One window of a limit, as all workers share it. Instants in milliseconds since 1970. */
export type Window = {
  /** Counts up by one with each window, so that a late answer is not booked on a later one. */
  no: number;
  opensAt: number;
  spent: number;
  /** Whether Microsoft has answered in this window: until then its own may have begun later than we think. */
  confirmed: boolean;
  /** Nobody calls before then, as Microsoft has asked. */
  notBefore: number;
  /** Writes that one PATCH of group members is counted as, as far as was learnt, and how many were granted in this window. */
  patchCost: number;
  patches: number;
};

export const NEW_WINDOW: Window = {
  no: 0,
  opensAt: -Infinity,
  spent: 0,
  confirmed: true,
  notBefore: -Infinity,
  patchCost: 1,
  patches: 0,
};

/** Kept free for interactive changes, until the last fifth of the window: a run of half a million cannot starve one person. */
const RESERVED = 0.01;
const RELEASED = 0.2;
/** Not granted any more: a call could arrive in the next window, and be counted there. */
const GUARD = 0.04;
const LONGEST_GUARD_MS = 5_000;
/** How much later an unconfirmed window may have begun at Microsoft's. */
const DOUBT = 0.14;
const LONGEST_DOUBT_MS = 20_000;

/** When everything that the window holds is free again. */
export const endOf = (window: Window, { windowMs }: Limit): number =>
  window.opensAt + windowMs + (window.confirmed ? 0 : Math.min(LONGEST_DOUBT_MS, DOUBT * windowMs));

/** The window at `now`: the one given, or the one after it where that is over. */
export function windowAt(window: Window, limit: Limit, now: number): Window {
  if (now < endOf(window, limit)) return window;
  return { ...window, no: window.no + 1, opensAt: now, spent: 0, patches: 0, confirmed: false };
}

/** How much may be taken of the window at `now`; bulk leaves a share to interactive changes. */
export function freeIn(window: Window, limit: Limit, bulk: boolean, now: number): number {
  if (now < window.notBefore || now >= lastGrantOf(window, limit)) return 0;
  return Math.max(
    0,
    Math.floor(limit.size - window.spent - (bulk && now < releaseOf(window, limit) ? reserveOf(limit) : 0)),
  );
}

/** Milliseconds after which it is worth asking the window again. */
export function waitOf(window: Window, limit: Limit, bulk: boolean, now: number): number {
  if (now < window.notBefore) return window.notBefore - now;
  const release = releaseOf(window, limit);
  if (bulk && now < release && window.spent < limit.size && reserveOf(limit) > 0) return release - now;
  return Math.max(1, endOf(window, limit) - now);
}

/** The last instant at which a call that was granted may be sent. */
export const lastCallOf = (window: Window, { windowMs }: Limit): number =>
  window.opensAt + windowMs - guardOf(windowMs) / 2;

/**
 * Learns from the share of the limit that Microsoft says is used (x-ms-throttle-limit-percentage, or a 429): others
 * use the budget too, or a PATCH of members costs more than we thought. What was learnt about its price stays.
 */
export function learnt(window: Window, limit: Limit, share: number): Window {
  const used = Math.round(share * limit.size);
  if (used <= window.spent * 1.02 + 1) return window;
  const others = Math.max(0, window.spent - window.patches * window.patchCost);
  // Of PATCHes that are on their way some were not counted yet: so what was seen is never above the price, and soon close to it.
  const seen = window.patches > 0 ? (used - others) / window.patches : 0;
  const patchCost = seen > window.patchCost + 0.25 ? Math.ceil(seen - 0.05) : window.patchCost;
  const spent = Math.max(used, others + window.patches * patchCost);
  return { ...window, spent: Math.min(spent, 2 * limit.size), patchCost };
}

const reserveOf = ({ size }: Limit): number => Math.floor(size * RESERVED);
const guardOf = (windowMs: number): number => Math.min(LONGEST_GUARD_MS, GUARD * windowMs);
const lastGrantOf = (window: Window, { windowMs }: Limit): number => window.opensAt + windowMs - guardOf(windowMs);
const releaseOf = (window: Window, { windowMs }: Limit): number => window.opensAt + windowMs * (1 - RELEASED);
