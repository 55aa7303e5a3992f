import type { TenantConfig } from '../../tenants.js';
import { processed } from '../tenant/process-group.js';
import { Tenant } from '../tenant/tenant.js';
import type { Effect } from './effect.js';
import { type EffectLog, MemoryLog } from './effect-log.js';
import { FileLog } from './file-log.js';
import { Tally } from './tally.js';

/** The tenants, the log of what happened in them, and what it adds up to: every change passes through `record`. */
export class Ledger {
  readonly #configs: readonly TenantConfig[];
  readonly #tenants = new Map<string, Tenant>();
  readonly #log: EffectLog;
  #tally = new Tally();

  /** Without a file, in memory; with one, as the log in it left them. Throws when the log names a tenant that is gone. */
  constructor(configs: readonly TenantConfig[], file?: string) {
    this.#configs = configs;
    this.#begin();
    this.#log = file === undefined ? new MemoryLog() : new FileLog(file, (effect) => this.#apply(effect));
  }

  get log(): Omit<EffectLog, 'append' | 'clear'> {
    return this.#log;
  }

  tenants(): Tenant[] {
    return [...this.#tenants.values()];
  }

  tenant(id: string): Tenant | undefined {
    return this.#tenants.get(id.toLowerCase());
  }

  /** Makes it happen and writes it down. */
  record(effect: Effect): void {
    this.#apply(effect);
    this.#log.append(effect);
  }

  /** Lets a tenant's groups do to their members what is due by `at` (ms). */
  settle(tenant: Tenant, at: number): void {
    for (let due = tenant.due(at); due; due = tenant.due(at))
      this.record({
        at: new Date(at).toISOString(),
        tenant: tenant.config.id,
        kind: 'group-processed',
        ...processed(tenant, due),
      });
  }

  summary() {
    return this.#tally.summary();
  }

  /** Empty tenants and an empty log. */
  reset(): void {
    this.#begin();
    this.#log.clear();
  }

  #begin(): void {
    for (const config of this.#configs) this.#tenants.set(config.id, new Tenant(config));
    this.#tally = new Tally();
  }

  #apply(effect: Effect): void {
    const tenant = this.#tenants.get(effect.tenant);
    if (!tenant) throw new Error(`the log tells of tenant ${effect.tenant}, which is not configured`);
    tenant.apply(effect);
    this.#tally.count(effect, (user) => tenant.users.withId(user)!.n);
  }
}
