import type { Effect, EffectOf } from './effect.js';

type SkuTally = { assigned: number; removed: number; doubled: number; perUser: Uint8Array };

export type Doubled = { tenant: string; user: string; skuId: string; at: string };
const EXAMPLES = 100;

/** What the log adds up to, counted as it grows and counted again when it is replayed. */
export class Tally {
  readonly #skus = new Map<string, SkuTally>();
  readonly #doubled: Doubled[] = [];
  #calls = 0;
  #changed = 0;
  #unanswered = 0;
  #memberships = 0;
  #early = 0;
  #earliestMs = 0;

  /** `numberOf` gives a user's number in its directory. */
  count(effect: Effect, numberOf: (user: string) => number): void {
    if (effect.kind === 'early-call') {
      this.#early += 1;
      this.#earliestMs = Math.max(this.#earliestMs, effect.earlyMs);
    }
    if ('answered' in effect && !(Number(effect.answered) < 300)) this.#unanswered += 1;
    if (effect.kind === 'licences-assigned') this.#licences(effect, numberOf(effect.user));
    if (effect.kind === 'group-processed') this.#processed(effect, numberOf);
    if (effect.kind === 'members-changed') this.#memberships += effect.added.length;
  }

  #licences({ added, removed, again, changed, tenant, user, at }: EffectOf<'licences-assigned'>, n: number): void {
    this.#calls += 1;
    if (changed) this.#changed += 1;
    for (const { skuId } of added) {
      const sku = this.#sku(tenant, skuId);
      sku.assigned += 1;
      sku.perUser = incremented(sku.perUser, n);
    }
    for (const skuId of removed) this.#sku(tenant, skuId).removed += 1;
    for (const skuId of again) {
      const sku = this.#sku(tenant, skuId);
      sku.doubled += 1;
      sku.perUser = incremented(sku.perUser, n);
      if (this.#doubled.length < EXAMPLES) this.#doubled.push({ tenant, user, skuId, at });
    }
  }

  // Who holds the licence by other means gains nothing: that is no second assignment.
  #processed({ granted, revoked, tenant }: EffectOf<'group-processed'>, numberOf: (user: string) => number): void {
    for (const { skuId, user, again } of granted) {
      if (again) continue;
      const sku = this.#sku(tenant, skuId);
      sku.assigned += 1;
      sku.perUser = incremented(sku.perUser, numberOf(user));
    }
    for (const { skuId } of revoked) this.#sku(tenant, skuId).removed += 1;
  }

  #sku(tenant: string, skuId: string): SkuTally {
    const key = `${tenant}/${skuId}`;
    let tally = this.#skus.get(key);
    if (!tally) this.#skus.set(key, (tally = { assigned: 0, removed: 0, doubled: 0, perUser: new Uint8Array(1_024) }));
    return tally;
  }

  /** The sums, and the first 100 licences that were assigned twice. */
  summary() {
    const skus = [...this.#skus].map(([key, { perUser, ...sums }]) => {
      const [tenant, skuId] = key.split('/') as [string, string];
      return { tenant, skuId, ...sums, usersByAssignments: histogram(perUser) };
    });
    return {
      assignLicense: { calls: this.#calls, changed: this.#changed, unchanged: this.#calls - this.#changed },
      skus,
      doubled: skus.reduce((sum, { doubled }) => sum + doubled, 0),
      firstDoubled: [...this.#doubled],
      /** Members that were put into groups. */
      memberships: this.#memberships,
      /** Effects whose caller was answered an error, or nothing. */
      unanswered: this.#unanswered,
      early: { calls: this.#early, longestMs: this.#earliestMs },
    };
  }
}

// Counts stop at 255: what matters is whether there is more than one.
function incremented(counts: Uint8Array, n: number): Uint8Array {
  let roomy = counts;
  if (n >= counts.length) {
    roomy = new Uint8Array(2 ** Math.ceil(Math.log2(n + 1)));
    roomy.set(counts);
  }
  roomy[n] = Math.min(255, roomy[n]! + 1);
  return roomy;
}

function histogram(counts: Uint8Array): Record<string, number> {
  const users: Record<string, number> = {};
  for (const count of counts) if (count > 0) users[count] = (users[count] ?? 0) + 1;
  return users;
}
