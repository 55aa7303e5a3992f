import type { Clock } from '@takwin/platform/clock';
import type { Random } from '../random.js';
import type { Settings } from '../settings.js';
import { bodyOf, type Step, wavesOf } from './batch.js';
import type { Ledger } from './effects/ledger.js';
import { failedDependency, notAllowed } from './graph-error.js';
import type { Caller } from './operations/operation.js';
import { pathAndQuery } from '../http/path-and-query.js';
import { errorReply, requestIds, type Served } from './reply.js';
import { type GraphRequest, Service, type Turn } from './service.js';
import type { User } from './tenant/user.js';

/** What to answer after `delayMs`; `broken` means that the connection ends without an answer. */
export type GraphAnswer = Served & { delayMs: number; broken: boolean };

/**
 * Microsoft Graph v1.0 as far as the product calls it, without its transport: time comes with the clock, and waiting
 * is left to the caller, so that a discrete-event clock can drive it as well as HTTP.
 */
export class Graph {
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  readonly #settings: () => Settings;
  readonly #random: () => Random;
  #service: Service;

  constructor(ledger: Ledger, clock: Clock, settings: () => Settings, random: () => Random) {
    this.#ledger = ledger;
    this.#clock = clock;
    this.#settings = settings;
    this.#random = random;
    this.#service = new Service(ledger, settings, random);
  }

  /** What was asked and answered since the start or the last reset. */
  traffic(): ReturnType<Service['traffic']> {
    return this.#service.traffic();
  }

  /** Forgets windows, waits and counts. */
  reset(): void {
    this.#service = new Service(this.#ledger, this.#settings, this.#random);
  }

  answer(request: GraphRequest, caller: Caller): GraphAnswer {
    const delayMs = this.#service.faults.latencyMs();
    if (this.#service.faults.drops()) {
      this.#service.count('dropped');
      return { status: 0, headers: {}, delayMs, broken: true };
    }
    const lost = this.#service.faults.loses();
    if (lost) this.#service.count('lost');
    const turn: Turn = { at: this.#clock.now().getTime(), delayMs, lost, claimed: new Set<User>() };
    if (/^\/\$batch\/?$/i.test(request.path)) return { ...this.#batch(request, caller, turn), broken: lost };
    return { ...this.#service.serve(request, caller, turn), delayMs, broken: lost };
  }

  // The steps of a wave meet each other; a wave begins when the one before has been answered.
  #batch(request: GraphRequest, caller: Caller, { at, delayMs, lost }: Turn): Served & { delayMs: number } {
    const ids = requestIds(request.headers);
    try {
      if (request.method !== 'POST') throw notAllowed();
      const waves = wavesOf(request.body);
      const failed = new Set<string>();
      const responses = waves.flatMap((wave, before) => {
        const turn: Turn = { at: at + before * delayMs, delayMs, lost, claimed: new Set() };
        return wave.map((step) => {
          const served = step.dependsOn.some((id) => failed.has(id.toLowerCase()))
            ? errorReply(failedDependency(), {}, ids, turn.at)
            : this.#step(step, request, caller, turn);
          if (served.status >= 400) failed.add(step.id.toLowerCase());
          return { id: step.id, ...asJson(served) };
        });
      });
      const isThrottled = responses.some(({ status }) => status === 429);
      return {
        status: isThrottled && this.#settings().batchFailsWhenThrottled ? 424 : 200,
        headers: ids,
        body: { responses: this.#random().shuffled(responses) },
        delayMs: delayMs * waves.length,
      };
    } catch (error) {
      return { ...errorReply(error, {}, ids, at), delayMs };
    }
  }

  #step(step: Step, { base, headers }: GraphRequest, caller: Caller, turn: Turn): Served {
    const [path, query] = pathAndQuery(step.url);
    const own = { 'client-request-id': headers['client-request-id'], ...step.headers };
    try {
      const request = { method: step.method, path, query, headers: own, base };
      return this.#service.serve({ ...request, body: bodyOf(step) }, caller, turn);
    } catch (error) {
      return errorReply(error, {}, requestIds(own), turn.at);
    }
  }
}

const asJson = (served: Served): Served =>
  served.body === undefined
    ? served
    : { ...served, headers: { ...served.headers, 'content-type': 'application/json' } };
