import { Counter, Gauge, type Registry } from 'prom-client';
import { Refusal } from '@takwin/platform/errors';
import type { Buckets, Quota, Taken } from './bucket.js';
import { MemoryBuckets } from './memory-buckets.js';
import { RedisBuckets } from './redis-buckets.js';

/** How much who may ask: a point is what one plain request costs, some two milliseconds of a processor. */
export type Quotas = { client: Quota; address: Quota };

/** Of whom points are taken: the address that a request comes from, and the client that its token names. */
export type Payer = { address: string; client?: string };

type Kind = keyof Quotas;
/** The buckets of a payer as they are now, by what they are of. */
export type Balance = Partial<Record<Kind, Taken>>;

class TooManyRequests extends Refusal {
  constructor(seconds: number) {
    super('TOO_MANY_REQUESTS', { status: 429, extra: { seconds }, retryAfter: seconds });
  }
}

type Options = { quotas: Quotas; registry: Registry; redisUrl?: string };

/** Takes the points of what is asked from the buckets of who asks: in Redis, where there is one, for all gateways together. */
export class Meter {
  readonly #quotas: Quotas;
  readonly #buckets: Buckets;
  readonly #refused: Counter<'bucket'>;

  constructor({ quotas, registry, redisUrl }: Options) {
    this.#quotas = quotas;
    this.#refused = new Counter({
      name: 'takwin_gateway_rate_refused_total',
      help: 'Requests refused since a bucket was empty, by what it was of: client, address',
      labelNames: ['bucket'],
      registers: [registry],
    });
    const shared = new Gauge({
      name: 'takwin_gateway_rate_shared',
      help: '1 while all gateways take from the same buckets, 0 while each counts for itself since their Redis is away',
      registers: [registry],
    });
    shared.set(1);
    this.#buckets = redisUrl
      ? new RedisBuckets({ url: redisUrl, onShared: (isShared) => shared.set(Number(isShared)) })
      : new MemoryBuckets();
  }

  /** Takes so many points, of the address first. Refuses TOO_MANY_REQUESTS where a bucket has not as many, and takes none; tells both after it. */
  async charge({ address, client }: Payer, points: number, tell: (balance: Balance) => void): Promise<void> {
    const balance: Balance = {};
    for (const [kind, key] of [
      ['address', address],
      ['client', client],
    ] as const) {
      if (key === undefined) continue;
      const taken = await this.#buckets.take(`${kind}:${key}`, points, this.#quotas[kind]);
      balance[kind] = taken;
      if (taken.isGiven) continue;
      this.#refused.inc({ bucket: kind });
      if (kind === 'client')
        balance.address = await this.#buckets.take(`address:${address}`, -points, this.#quotas.address);
      tell(balance);
      throw new TooManyRequests(taken.againIn);
    }
    tell(balance);
  }

  /** RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers-10): what there is of each bucket, and until it is full. */
  headersOf(balance: Balance): Record<string, string> {
    const kinds = (Object.keys(balance) as Kind[]).toSorted().toReversed();
    const policy = (kind: Kind) => `"${kind}";q=${this.#quotas[kind].points};w=${this.#quotas[kind].seconds}`;
    return {
      'ratelimit-policy': kinds.map(policy).join(', '),
      ratelimit: kinds.map((kind) => `"${kind}";r=${balance[kind]!.left};t=${balance[kind]!.fullIn}`).join(', '),
    };
  }

  close(): Promise<void> {
    return this.#buckets.close();
  }
}
