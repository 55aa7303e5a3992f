import { join } from 'node:path';
import type { Clock } from '@takwin/platform/clock';
import { AccessTokens } from './entra/access-tokens.js';
import { Ledger } from './graph/effects/ledger.js';
import { Graph } from './graph/graph.js';
import { Issuer } from './issuer/issuer.js';
import { Random } from './random.js';
import { patched, type Settings } from './settings.js';
import type { TenantConfig } from './tenants.js';

type About = {
  tenants: readonly TenantConfig[];
  settings: Settings;
  clock: Clock;
  /** Folder of the keys and of the log; without one, all is in memory. */
  home?: string | undefined;
};

/** Everything that is simulated, and what it has in common: one clock, one generator, one set of settings. */
export class Simulation {
  readonly graph: Graph;
  #settings: Settings;
  #random: Random;

  private constructor(
    readonly tenants: readonly TenantConfig[],
    readonly clock: Clock,
    readonly issuer: Issuer,
    readonly tokens: AccessTokens,
    readonly ledger: Ledger,
    settings: Settings,
  ) {
    this.#settings = settings;
    this.#random = new Random(settings.seed);
    this.graph = new Graph(ledger, clock, () => this.#settings, this.random);
  }

  /** As the log in the home folder left it. */
  static async open({ tenants, settings, clock, home }: About): Promise<Simulation> {
    const inHome = (file: string) => home && join(home, file);
    const [issuer, tokens] = await Promise.all([
      Issuer.open(home, clock),
      AccessTokens.open(inHome('entra.json'), clock),
    ]);
    return new Simulation(tenants, clock, issuer, tokens, new Ledger(tenants, inHome('graph.jsonl')), settings);
  }

  get settings(): Settings {
    return this.#settings;
  }

  readonly random = (): Random => this.#random;

  /** Changes some settings, at any depth; a seed starts the generator afresh. Refuses (ZodError) what is unknown. */
  change(patch: unknown): Settings {
    this.#settings = patched(this.#settings, patch);
    if (typeof patch === 'object' && patch !== null && 'seed' in patch) this.#random = new Random(this.#settings.seed);
    return this.#settings;
  }

  /** Empty tenants, an empty log, fresh windows, and the generator at its seed; settings stay. */
  reset(): void {
    this.ledger.reset();
    this.graph.reset();
    this.#random = new Random(this.#settings.seed);
  }

  close(): void {
    this.ledger.log.close();
  }
}
