import type { Settings } from '../../settings.js';
import { Allowance } from './allowance.js';

/** What a request costs, and whose allowances it draws on. */
export type Charge = { app: string; tenant: string; users: number; units: number; writes: number };

type LimitName = keyof Settings['limits'];

/** What the limits say of a request. `limits` names those it drew on, by key; `refused` is the one that it has to wait for. */
export type Verdict = { limits: string[]; used: number; refused?: Refused };
export type Refused = { limit: string; waitMs: number; scope: string; information: string };

type Peak = { limit: number; peak: number; throttled: number };

const ABOUT: Record<LimitName, { scope: string; share: 'tenant-app' | 'app' | 'tenant'; writes: boolean }> = {
  applicationTenantUnits: { scope: 'Tenant_Application/ReadWrite', share: 'tenant-app', writes: false },
  applicationTenantWrites: { scope: 'Tenant_Application/Write', share: 'tenant-app', writes: true },
  applicationUnits: { scope: 'Application/ReadWrite', share: 'app', writes: false },
  applicationWrites: { scope: 'Application/Write', share: 'app', writes: true },
  tenantWrites: { scope: 'Tenant/Write', share: 'tenant', writes: true },
};

/**
 * The limits of Microsoft Graph throttling, identity and access: resource units per app and tenant and per app, writes
 * per app and tenant, per app, and per tenant. A throttled call counts as well.
 */
export class Throttle {
  readonly #settings: () => Settings;
  readonly #allowances = new Map<string, Allowance>();
  readonly #peaks = new Map<string, Peak>();

  constructor(settings: () => Settings) {
    this.#settings = settings;
  }

  /** Charges a request that arrives at `at` (ms). */
  charge(charge: Charge, at: number): Verdict {
    const verdict: Verdict = { limits: [], used: 0 };
    for (const name of Object.keys(ABOUT) as LimitName[]) {
      const { scope, share, writes } = ABOUT[name];
      if (writes && charge.writes === 0) continue;
      const key = `${name}/${sharedBy(share, charge)}`;
      const limit = this.#limit(name, charge.users);
      const { waitMs, used } = this.#allowance(key).draw(writes ? charge.writes : charge.units, at, limit);
      verdict.limits.push(key);
      verdict.used = Math.max(verdict.used, used);
      if (waitMs > (verdict.refused?.waitMs ?? 0)) {
        const information = writes ? 'WriteLimitExceeded' : 'ResourceUnitLimitExceeded';
        verdict.refused = { limit: key, waitMs, scope: `${scope}/${charge.app}/${charge.tenant}`, information };
      }
      this.#note(key, limit.tokens, Math.round(used * limit.tokens), waitMs > 0);
    }
    return verdict;
  }

  /** By limit: the most that was asked of it in one window, throttled calls included, and how many it refused. */
  peaks(): Record<string, Peak> {
    return Object.fromEntries(this.#peaks);
  }

  #allowance(key: string): Allowance {
    let allowance = this.#allowances.get(key);
    if (!allowance) this.#allowances.set(key, (allowance = new Allowance()));
    return allowance;
  }

  #limit(name: LimitName, users: number) {
    const { limits, speed, window } = this.#settings();
    const { seconds, ...size } = limits[name];
    const tokens = 'tokens' in size ? size.tokens : users < 50 ? size.small : users <= 500 ? size.medium : size.large;
    return { tokens, milliseconds: (seconds * 1_000) / speed, window };
  }

  #note(key: string, limit: number, used: number, refused: boolean): void {
    const peak = this.#peaks.get(key);
    if (!peak) this.#peaks.set(key, { limit, peak: used, throttled: refused ? 1 : 0 });
    else {
      peak.limit = limit;
      peak.peak = Math.max(peak.peak, used);
      if (refused) peak.throttled += 1;
    }
  }
}

function sharedBy(share: 'tenant-app' | 'app' | 'tenant', { app, tenant }: Charge): string {
  if (share === 'app') return app;
  return share === 'tenant' ? tenant : `${app}/${tenant}`;
}
