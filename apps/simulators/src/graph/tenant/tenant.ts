import type { TenantConfig } from '../../tenants.js';
import type { Effect, EffectOf } from '../effects/effect.js';
import { Subscriptions } from './subscription.js';
import type { User } from './user.js';
import { UserTable } from './user-table.js';

const ALL_PLANS: readonly string[] = [];

/** A simulated tenant: its directory and its seats, changed by effects only, so that the log can build it again. */
export class Tenant {
  readonly users: UserTable;
  readonly subscriptions: Subscriptions;

  constructor(readonly config: TenantConfig) {
    this.users = new UserTable(config.id);
    this.subscriptions = new Subscriptions(config.seats);
  }

  apply(effect: Effect): void {
    switch (effect.kind) {
      case 'users-seeded':
        return this.#seed(effect);
      case 'users-listed':
        for (const state of effect.users) this.users.add(state, seconds(effect.at));
        return;
      case 'user-created':
        this.users.add(effect.state, seconds(effect.at));
        return;
      case 'user-changed':
        return this.users.change(this.#user(effect.user), effect.changes);
      case 'user-deleted':
        return this.#delete(this.#user(effect.user));
      case 'licences-assigned':
        return this.#assign(effect);
      case 'early-call':
        return;
    }
  }

  #user(id: string): User {
    const user = this.users.withId(id);
    if (!user) throw new Error(`the log tells of a user ${id} that was never created`);
    return user;
  }

  #seed({ from, count, prefix, domain, state, skuId, at }: EffectOf<'users-seeded'>): void {
    const since = seconds(at);
    const subscription = skuId === undefined ? undefined : this.subscriptions.find(skuId);
    const licences = subscription && [{ sku: subscription.sku, disabledPlans: ALL_PLANS, since }];
    for (let number = from; number < from + count; number += 1) {
      const user = this.users.add({ ...state, userPrincipalName: seededName(prefix, number, domain) }, since);
      if (licences) user.licences = licences;
    }
    if (subscription) subscription.consumed += count;
  }

  #assign({ user: id, added, removed, at }: EffectOf<'licences-assigned'>): void {
    const user = this.#user(id);
    const gone = [...removed, ...added.map(({ skuId }) => skuId)];
    this.#leave(user, gone);
    const fresh = added.map(({ skuId, disabledPlans }) => {
      const subscription = this.subscriptions.find(skuId);
      if (!subscription) throw new Error(`the log tells of ${skuId}, of which tenant ${this.config.id} has no seats`);
      subscription.consumed += 1;
      return {
        sku: subscription.sku,
        disabledPlans: disabledPlans.length > 0 ? disabledPlans : ALL_PLANS,
        since: seconds(at),
      };
    });
    user.licences = user.licences.concat(fresh);
  }

  #leave(user: User, skuIds: readonly string[]): void {
    const left = user.licences.filter(({ sku }) => skuIds.includes(sku.id));
    for (const { sku } of left) this.subscriptions.of(sku).consumed -= 1;
    user.licences = user.licences.filter((licence) => !left.includes(licence));
  }

  // The seats of a deleted user go back to the pool.
  #delete(user: User): void {
    for (const { sku } of user.licences) this.subscriptions.of(sku).consumed -= 1;
    this.users.delete(user);
  }
}

/** The principal name of a seeded user: stagiaire0000001@takwin.test. */
export const seededName = (prefix: string, number: number, domain: string): string =>
  `${prefix}${String(number).padStart(7, '0')}@${domain}`;

const seconds = (at: string): number => Math.floor(Date.parse(at) / 1_000);
