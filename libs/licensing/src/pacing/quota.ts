/** How much a limit lets through in which time: writes, or resource units. */
export type Limit = { size: number; windowMs: number };

/** What counts against a limit until `until`, and how many PATCHes of members are in it. */
export type Charge = { until: number; amount: number; patches: number };

/** One limit as all workers share it. Instants in milliseconds since 1970. */
export type Quota = {
  /** In the order of their ends. One that is over stays for a while: Microsoft may have counted it when it told a share. */
  charges: readonly Charge[];
  /** Nobody calls before then, as Microsoft has asked. */
  notBefore: number;
  /** Writes that one PATCH of group members is counted as, as far as was learnt. */
  patchCost: number;
};

export const NEW_QUOTA: Quota = { charges: [], notBefore: -Infinity, patchCost: 1 };

/** Kept free for interactive changes, unless as much comes back within a fifth of the window: a bulk run starves nobody. */
const RESERVED = 0.01;
const RELEASED = 0.2;
/** Ends are rounded up to this share of a window, and one more: so they are few, and clocks may differ by that much. */
const GRAIN = 1 / 400;

/**
 * When a call that arrived at `at` or before counts no more, in whichever window Microsoft may have counted it. As long as
 * what is charged never exceeds the limit, what arrives in any window of that length does not.
 */
export function freeFrom(at: number, { windowMs }: Limit): number {
  const grain = windowMs * GRAIN;
  return (Math.ceil((at + windowMs) / grain) + 1) * grain;
}

/** With `amount` more (or less, where it is negative) to count until `until`; what ended before `oldest` is forgotten. */
export function charged(quota: Quota, { until, amount, patches }: Charge, oldest: number): Quota {
  const same = quota.charges.find((charge) => charge.until === until);
  const sum: Charge = {
    until,
    amount: Math.max(0, (same?.amount ?? 0) + amount),
    patches: Math.max(0, (same?.patches ?? 0) + patches),
  };
  const others = quota.charges.filter((charge) => charge !== same && charge.until > oldest);
  const charges = sum.amount > 0 || sum.patches > 0 ? [...others, sum].sort((a, b) => a.until - b.until) : others;
  return { ...quota, charges };
}

/** What counts at `at`, or has counted since. */
export function countedSince({ charges }: Quota, at: number): { amount: number; patches: number } {
  const sum = { amount: 0, patches: 0 };
  for (const { until, amount, patches } of charges) {
    if (until <= at) continue;
    sum.amount += amount;
    sum.patches += patches;
  }
  return sum;
}

/** How much may be taken at `now`; bulk leaves a share to interactive changes. */
export function freeIn(quota: Quota, limit: Limit, bulk: boolean, now: number): number {
  if (now < quota.notBefore) return 0;
  const reserve = bulk && now < releaseOf(quota, limit, now) ? reserveOf(limit) : 0;
  return Math.max(0, Math.floor(limit.size - countedSince(quota, now).amount - reserve));
}

/** Milliseconds after which it is worth asking again. */
export function waitOf(quota: Quota, limit: Limit, bulk: boolean, now: number): number {
  if (now < quota.notBefore) return quota.notBefore - now;
  const release = bulk ? releaseOf(quota, limit, now) : -Infinity;
  const next = quota.charges.find(({ until }) => until > now)?.until ?? now + limit.windowMs;
  return Math.max(1, (release > now ? Math.min(release, next) : next) - now);
}

/**
 * Learns from the share of the limit that Microsoft says is used (x-ms-throttle-limit-percentage, or a 429), told to whom was
 * granted at `since`: others use the limit too, or a PATCH of members costs more than we thought. Its price stays.
 */
export function learnt(
  quota: Quota,
  limit: Limit,
  share: number,
  { since, now }: { since: number; now: number },
): Quota {
  const used = Math.round(share * limit.size);
  const { amount, patches } = countedSince(quota, since);
  if (used <= amount * 1.02 + 1) return quota;
  const others = Math.max(0, amount - patches * quota.patchCost);
  // Of PATCHes that are on their way some were not counted yet: so what was seen is never above the price, and soon close to it.
  const seen = patches > 0 ? (used - others) / patches : 0;
  const patchCost = seen > quota.patchCost + 0.25 ? Math.ceil(seen - 0.05) : quota.patchCost;
  const all = Math.min(Math.max(used, others + patches * patchCost), 2 * limit.size);
  const more = { until: freeFrom(now, limit), amount: Math.max(0, all - amount), patches: 0 };
  return { ...charged(quota, more, since), patchCost };
}

const reserveOf = ({ size }: Limit): number => Math.floor(size * RESERVED);

/** From when bulk may take the reserve: as much as that comes back soon. */
function releaseOf({ charges }: Quota, limit: Limit, now: number): number {
  let back = 0;
  for (const { until, amount } of charges) {
    if (until > now) back += amount;
    if (back >= reserveOf(limit)) return until - limit.windowMs * RELEASED;
  }
  return Infinity;
}
