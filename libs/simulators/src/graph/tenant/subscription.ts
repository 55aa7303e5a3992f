import { EDUCATION_SKUS, type PartNumber, type Sku } from './education-skus.js';

/** Seats of one SKU in one tenant. */
export type Subscription = { readonly sku: Sku; seats: number; consumed: number };

/** The SKUs that a tenant has seats of. */
export class Subscriptions {
  readonly #bySku = new Map<string, Subscription>();

  constructor(seats: Readonly<Partial<Record<PartNumber, number>>>) {
    for (const sku of EDUCATION_SKUS) {
      const count = seats[sku.partNumber] ?? 0;
      if (count > 0) this.#bySku.set(sku.id, { sku, seats: count, consumed: 0 });
    }
  }

  all(): Subscription[] {
    return [...this.#bySku.values()];
  }

  find(skuId: string): Subscription | undefined {
    return this.#bySku.get(skuId.toLowerCase());
  }

  of(sku: Sku): Subscription {
    return this.#bySku.get(sku.id)!;
  }
}
