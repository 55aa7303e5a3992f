import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { RunningContainers } from './running-containers.js';

/** What came of a load: `failed` by reason, `slowest` in milliseconds. */
export type Felt = { requests: number; failed: Map<string, number>; slowest: number; median: number };

const OVER_ALL = `{ academies(first: 2) { edges { node { code rooms { seats } } } } trainers(first: 2) { edges { node { topics } } }
  courses(first: 2) { edges { node { code } } } exams(first: 2) { edges { node { code } } } seatPools { edges { node { sku } } } }`;

const Answer = z.object({
  errors: z
    .array(
      z.object({
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.object({ code: z.string() }),
      }),
    )
    .optional(),
});

/**
 * Asks a house `perSecond` times a second until it is stopped, as its callers do: REST and GraphQL over all five services, and
 * writes, each with a key of its own. Every answer other than a whole one is a failure, and nothing is asked twice.
 */
export class Load {
  readonly #stop = new AbortController();
  readonly #failed = new Map<string, number>();
  readonly #times: number[] = [];
  readonly #open = new Set<Promise<void>>();
  #running: Promise<void> | undefined;
  /** The given names of the persons who were written. */
  readonly written: string[] = [];

  constructor(
    private readonly house: RunningContainers,
    private readonly academyId: string,
    private readonly perSecond: number,
  ) {}

  start(): this {
    this.#running = this.#run();
    return this;
  }

  async stop(): Promise<Felt> {
    this.#stop.abort();
    await this.#running;
    await Promise.all(this.#open);
    this.#times.sort((one, other) => one - other);
    const [slowest = 0, median = 0] = [this.#times.at(-1), this.#times[this.#times.length >> 1]];
    return { requests: this.#times.length, failed: this.#failed, slowest, median };
  }

  async #run(): Promise<void> {
    const kinds = [this.#rest, this.#graph, this.#write, this.#rest] as const;
    const from = performance.now();
    for (let turn = 0; !this.#stop.signal.aborted; turn++) {
      const one = this.#one(() => kinds[turn % kinds.length]!.call(this, turn));
      this.#open.add(one);
      void one.finally(() => this.#open.delete(one));
      // By the clock, so that answers that wait do not thin out what is asked.
      await pause(Math.max(0, from + ((turn + 1) * 1000) / this.perSecond - performance.now()));
    }
  }

  async #one(ask: () => Promise<void>): Promise<void> {
    const from = performance.now();
    try {
      await ask();
    } catch (error) {
      const { message, cause } = error as Error & { cause?: { code?: string } };
      const reason = [message, cause?.code].filter(Boolean).join(' ');
      this.#failed.set(reason, (this.#failed.get(reason) ?? 0) + 1);
    }
    this.#times.push(performance.now() - from);
  }

  async #rest(turn: number): Promise<void> {
    const paths = [
      '/v1/programme',
      '/v1/courses?q=excel&first=5',
      '/v1/trainers?first=5',
      '/v1/seat-pools',
      '/v1/exams?first=5',
    ];
    await this.#ask('GET', paths[turn % paths.length]!);
  }

  async #graph(): Promise<void> {
    const { errors = [] } = Answer.parse(await this.#ask('POST', '/graphql', { query: OVER_ALL }));
    const [first] = errors;
    if (first) throw new Error(`GraphQL ${first.path?.join('.')} ${first.extensions.code}`);
  }

  async #write(): Promise<void> {
    const given = randomUUID().replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]!);
    this.written.push(given);
    const person = { kind: 'staff', academyId: this.academyId, name: { family: 'CHARGE', given } };
    await this.#ask('POST', '/v1/persons', person, { 'idempotency-key': given });
  }

  async #ask(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<unknown> {
    const answer = await fetch(this.house.url + path, {
      method,
      body: body && JSON.stringify(body),
      headers: {
        authorization: `Bearer ${this.house.token}`,
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      signal: AbortSignal.timeout(60_000),
    });
    const text = await answer.text();
    if (!answer.ok)
      throw new Error(`${method} ${path} ${answer.status} ${/"code":"(\w+)"/.exec(text)?.[1] ?? text.slice(0, 80)}`);
    return JSON.parse(text);
  }
}
