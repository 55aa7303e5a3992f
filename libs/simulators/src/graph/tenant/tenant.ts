import type { TenantConfig } from '../../tenants.js';
import type { Effect, EffectOf } from '../effects/effect.js';
import { DeltaLog } from './delta-log.js';
import { type Group, GroupTable } from './group-table.js';
import { ObjectIds } from './object-ids.js';
import { Subscriptions } from './subscription.js';
import type { GroupLicence, Licence, User } from './user.js';
import { UserTable } from './user-table.js';

const ALL_PLANS: readonly string[] = [];

/** What a group has still to do to some users, from `at` (ms) on. */
export type Due = { at: number; group: Group; users: readonly number[] };

/** A simulated tenant: its directory and its seats, changed by effects only, so that the log can build it again. */
export class Tenant {
  readonly users: UserTable;
  readonly groups: GroupTable;
  readonly subscriptions: Subscriptions;
  readonly delta = new DeltaLog();
  #due: Due[] = [];
  #lastShared: { key: string; licences: readonly Licence[] } = { key: '', licences: [] };

  constructor(readonly config: TenantConfig) {
    this.users = new UserTable(config.id);
    this.groups = new GroupTable(new ObjectIds(config.id));
    this.subscriptions = new Subscriptions(config.seats);
  }

  /** Objects that the quota counts. */
  get objects(): number {
    return this.users.count + this.groups.count;
  }

  /** The first thing that a group has to do by `at` (ms). */
  due(at: number): Due | undefined {
    return this.#due[0] && this.#due[0].at <= at ? this.#due[0] : undefined;
  }

  apply(effect: Effect): void {
    switch (effect.kind) {
      case 'users-seeded':
        return this.#seed(effect);
      case 'users-listed':
        for (const state of effect.users) this.#changed(this.users.add(state, seconds(effect.at)));
        return;
      case 'user-created':
        return this.#changed(this.users.add(effect.state, seconds(effect.at)));
      case 'user-changed':
        this.users.change(this.#user(effect.user), effect.changes);
        return this.#changed(this.#user(effect.user));
      case 'user-deleted':
        return this.#delete(this.#user(effect.user), seconds(effect.at));
      case 'user-restored':
        return this.#restore(this.#user(effect.user));
      case 'user-purged':
        this.#user(effect.user).purged = true;
        return this.#changed(this.#user(effect.user));
      case 'licences-assigned':
        return this.#assign(effect);
      case 'group-created':
        this.groups.add(effect.state.displayName, effect.state.mailNickname, seconds(effect.at));
        return;
      case 'group-deleted':
        this.#group(effect.group).deleted = true;
        return;
      case 'group-licensed':
        return this.#license(effect);
      case 'members-changed':
        return this.#changeMembers(effect);
      case 'reprocessing':
        for (const group of this.groups.of(this.#user(effect.user).n))
          this.#later({ at: effect.dueAt, group, users: [this.#user(effect.user).n] });
        return;
      case 'group-processed':
        return this.#process(effect);
      case 'early-call':
        return;
    }
  }

  #user(id: string): User {
    const user = this.users.withId(id);
    if (!user) throw new Error(`the log tells of a user ${id} that was never created`);
    return user;
  }

  #group(id: string): Group {
    const group = this.groups.find(id);
    if (!group) throw new Error(`the log tells of a group ${id} that was never created`);
    return group;
  }

  #changed(user: User): void {
    this.delta.changed(user.n);
  }

  #seed({ from, count, prefix, domain, state, skuId, at }: EffectOf<'users-seeded'>): void {
    const since = seconds(at);
    const subscription = skuId === undefined ? undefined : this.subscriptions.find(skuId);
    const licences = subscription && [{ sku: subscription.sku, disabledPlans: ALL_PLANS, since }];
    for (let number = from; number < from + count; number += 1) {
      const user = this.users.add({ ...state, userPrincipalName: seededName(prefix, number, domain) }, since);
      if (licences) user.licences = licences;
      this.#changed(user);
    }
    if (subscription) subscription.consumed += count;
  }

  #assign({ user: id, added, removed, at }: EffectOf<'licences-assigned'>): void {
    const user = this.#user(id);
    this.#recounted(user, () => {
      const gone = [...removed, ...added.map(({ skuId }) => skuId)];
      const fresh = added.map(({ skuId, disabledPlans }) => ({
        sku: this.#subscription(skuId).sku,
        disabledPlans: disabledPlans.length > 0 ? disabledPlans : ALL_PLANS,
        since: seconds(at),
      }));
      const kept = user.licences.filter(({ sku }) => !gone.includes(sku.id));
      user.licences = kept.length === 0 ? this.#shared(fresh) : kept.concat(fresh);
    });
  }

  // Many get the same in the same second: they share one list, so that half a million need no room of their own.
  #shared(licences: readonly Licence[]): readonly Licence[] {
    const key = licences.map(({ sku, since, disabledPlans }) => `${sku.id} ${since} ${disabledPlans.join()}`).join();
    if (this.#lastShared.key !== key) this.#lastShared = { key, licences };
    return this.#lastShared.licences;
  }

  #license({ group: id, added, removed, at }: EffectOf<'group-licensed'>): void {
    const group = this.#group(id);
    const gone = [...removed, ...added.map(({ skuId }) => skuId)];
    const fresh = added.map(({ skuId, disabledPlans }) => ({ sku: this.#subscription(skuId).sku, disabledPlans }));
    group.licences = group.licences.filter(({ sku }) => !gone.includes(sku.id)).concat(fresh);
    this.#later({ at: Date.parse(at), group, users: [...group.members] });
  }

  #changeMembers({ group: id, added, removed, dueAt }: EffectOf<'members-changed'>): void {
    const group = this.#group(id);
    const numbers = [...added, ...removed].map((user) => this.#user(user).n);
    numbers.forEach((n, index) => (index < added.length ? group.members.add(n) : group.members.delete(n)));
    this.#later({ at: dueAt, group, users: numbers });
  }

  // In the order in which it is due; what is due at the same time in the order in which it was asked for.
  #later(due: Due): void {
    let [low, high] = [0, this.#due.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#due[middle]!.at <= due.at) low = middle + 1;
      else high = middle;
    }
    this.#due.splice(low, 0, due);
  }

  #process({ group: id, granted, failed, revoked, at }: EffectOf<'group-processed'>): void {
    this.#due.shift();
    const group = this.groups.find(id);
    if (!group) return;
    const set = (user: User, skuId: string, given: readonly GroupLicence[]): void =>
      this.#recounted(user, () => {
        const others = user.viaGroup.filter((one) => one.group !== group.n || one.sku.id !== skuId);
        user.viaGroup = others.length === 0 ? given : [...others, ...given];
      });
    const since = seconds(at);
    for (const { user, skuId, disabledPlans } of granted)
      set(this.#user(user), skuId, group.given({ sku: this.#subscription(skuId).sku, disabledPlans }, since, null));
    for (const { user, skuId, error } of failed) {
      const sku = this.#subscription(skuId).sku;
      set(this.#user(user), skuId, group.given({ sku, disabledPlans: ALL_PLANS }, since, error));
    }
    for (const { user, skuId } of revoked) set(this.#user(user), skuId, []);
  }

  /** Changes a user's licences, and what is used of the seats with them. */
  #recounted(user: User, change: () => void): void {
    const before = user.effective();
    change();
    const after = user.effective();
    for (const { sku } of before) if (!after.some((one) => one.sku === sku)) this.subscriptions.of(sku).consumed -= 1;
    for (const { sku } of after) if (!before.some((one) => one.sku === sku)) this.subscriptions.of(sku).consumed += 1;
    this.#changed(user);
  }

  #subscription(skuId: string) {
    const subscription = this.subscriptions.find(skuId);
    if (!subscription) throw new Error(`the log tells of ${skuId}, of which tenant ${this.config.id} has no seats`);
    return subscription;
  }

  // The seats of a deleted user go back to the pool, and are taken again with the user's restoration.
  #delete(user: User, at: number): void {
    for (const { sku } of user.effective()) this.subscriptions.of(sku).consumed -= 1;
    this.users.delete(user, at);
    this.#changed(user);
  }

  #restore(user: User): void {
    this.users.restore(user);
    for (const { sku } of user.effective()) this.subscriptions.of(sku).consumed += 1;
    this.#changed(user);
  }
}

/** The principal name of a seeded user: stagiaire0000001@takwin.test. */
export const seededName = (prefix: string, number: number, domain: string): string =>
  `${prefix}${String(number).padStart(7, '0')}@${domain}`;

const seconds = (at: string): number => Math.floor(Date.parse(at) / 1_000);
