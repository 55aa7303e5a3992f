import type { Random } from '../random.js';
import type { Settings } from '../settings.js';
import { concurrent, forbidden, GraphError } from './graph-error.js';
import type { Refused } from './limits/throttle.js';

/** How a request that had its effect ends: as the operation answered, or otherwise. */
export type Ending = 'answered' | 'timeout' | 'throttled-after-effect' | 'lost';

/** Draws what goes wrong, at the rates of the settings. */
export class Faults {
  readonly #settings: () => Settings;
  readonly #random: () => Random;

  constructor(settings: () => Settings, random: () => Random) {
    this.#settings = settings;
    this.#random = random;
  }

  /** The connection breaks before anything happened. */
  drops(): boolean {
    return this.#random().chance(this.#settings().faults.dropped);
  }

  /** The connection breaks after everything happened. */
  loses(): boolean {
    return this.#random().chance(this.#settings().faults.lost);
  }

  latencyMs(): number {
    const { min, max } = this.#settings().latencyMs;
    return max === 0 ? 0 : this.#random().between(min, max);
  }

  /** For how long what is written now is read as it was, ms. */
  consistencyMs(): number {
    const {
      consistencyMs: { min, max },
    } = this.#settings();
    return max === 0 ? 0 : this.#random().between(min, max);
  }

  /** After how long a group's licence reaches a member, ms. */
  processingMs(): number {
    const {
      groups: {
        processingMs: { min, max },
      },
      speed,
    } = this.#settings();
    return (max === 0 ? 0 : this.#random().between(min, max)) / speed;
  }

  /** 429 below the limits, before anything happened. */
  throttles(): boolean {
    return this.#random().chance(this.#settings().faults.throttled);
  }

  /** The wait in ms that such a 429 asks for. */
  throttledMs(): number {
    const { faults, speed } = this.#settings();
    return (faults.throttledSeconds * 1_000) / speed;
  }

  /** What keeps a request from its effect. */
  before(write: boolean): GraphError | undefined {
    const { faults } = this.#settings();
    if (this.#random().chance(faults.unavailable))
      return new GraphError(
        503,
        'serviceNotAvailable',
        'The service is temporarily unavailable. Please try again later.',
      );
    if (write && this.#random().chance(faults.forbidden)) return forbidden();
    return write && this.#random().chance(faults.conflict) ? concurrent() : undefined;
  }

  /** How a request that comes to its effect will be answered. */
  ending(lost: boolean): Ending {
    if (lost) return 'lost';
    const { faults } = this.#settings();
    if (this.#random().chance(faults.timeout)) return 'timeout';
    return this.#random().chance(faults.throttledAfterEffect) ? 'throttled-after-effect' : 'answered';
  }

  /** Two writes on one user meet: whether the second is refused. */
  refusesOverlap(): boolean {
    return this.#random().chance(this.#settings().faults.overlap);
  }

  /** How a wait is told: in the header, and in ms as the caller reads it; without a header there is nothing to obey. */
  retryAfter(waitMs: number): { header?: string; toldMs?: number } {
    const kind = this.#random().weighted(this.#settings().retryAfter);
    if (kind === 'absent') return {};
    const seconds = kind === 'integer' ? Math.ceil(waitMs / 1_000) : Math.ceil(waitMs) / 1_000;
    return { header: kind === 'integer' ? String(seconds) : seconds.toFixed(3), toldMs: seconds * 1_000 };
  }
}

/** 504 after the effect. */
export const timeout = (): GraphError =>
  new GraphError(
    504,
    'gatewayTimeout',
    'The service did not answer in time. Whether the request was carried out is unknown.',
  );

/** 429 with the headers of the limit that was met (Microsoft Graph throttling guidance). */
export function throttled(
  { scope, information }: Pick<Refused, 'scope' | 'information'>,
  retryAfter: string | undefined,
) {
  return new GraphError(429, 'TooManyRequests', 'Please retry again later.', {
    headers: {
      ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
      'x-ms-throttle-scope': scope,
      'x-ms-throttle-information': information,
    },
  });
}
