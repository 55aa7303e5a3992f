import { FAULTS, judge, type Fault } from './judge.js';
import { keep } from './kept.js';
import type { Known } from './known.js';
import { curlOf, type Door, type FuzzRequest } from './request.js';
import { Sender, type Told } from './sender.js';

/** Findings of a kind that are shown; the others are counted. */
const SHOWN = 3;
/** How many requests are under way at once. */
export const WIDE = 12;
/** Requests without any answer after which a run is given up: one of the processes has ended. */
const BROKEN = 500;
/** Milliseconds after which an answer is told of; it is no fault. */
const SLOW = 10_000;
/** The most bytes that a request may have to be kept. */
const KEPT = 20_000;

/** Sends requests, judges what comes back, and tells of each kind of fault by a line that repeats it. */
export class Run {
  readonly #sender = new Sender();
  readonly #faults = new Map<Fault, number>(FAULTS.map((fault) => [fault, 0]));
  readonly #kinds = new Map<string, number>();
  readonly #answered = new Set<string>();
  /** Why who asked as they should was refused last, by operation. */
  readonly #refused = new Map<string, string>();
  readonly counts = {
    gateway: 0,
    services: 0,
    rest: 0,
    graph: 0,
    wire: 0,
    answered: 0,
    refused: 0,
    shed: 0,
    waited: 0,
    worst_ms: 0,
  };

  constructor(
    private readonly urls: Readonly<Record<Door, string>>,
    private readonly tokens: ReadonlyMap<string, string>,
    private readonly known: Known,
    private readonly seed: number,
  ) {}

  /** `number`: which one of the seed's it is; one that is kept has none. */
  async ask(given: FuzzRequest, number?: number): Promise<void> {
    const token = this.tokens.get(given.as);
    const headers = { ...(token !== undefined && { authorization: token }), ...given.headers };
    const request = { ...given, headers };
    const url = this.urls[given.door];
    const told = await this.#sender.send(request, url);
    this.#count(given, told);
    if (told.ms > SLOW && given.kind !== 'wire')
      process.stdout.write(`${Math.round(told.ms)} ms at ${given.door}: ${given.about} (${number}), as ${given.as}\n`);
    for (const { fault, said } of judge(request, told)) {
      this.#faults.set(fault, this.#faults.get(fault)! + 1);
      const kind = `${fault} ${given.door === 'gateway' ? 'gateway' : 'service'} ${given.kind} ${given.about.split(':')[0]} ${told.status}`;
      const times = (this.#kinds.get(kind) ?? 0) + 1;
      this.#kinds.set(kind, times);
      if (times > SHOWN) continue;
      process.stdout.write(
        `${fault} at ${given.door}: ${given.about} (${number === undefined ? 'kept' : `seed ${this.seed}, ${number}`}, as ${given.as}): ${said}\n  ${curlOf(request, url)}\n`,
      );
      const isSmall = (given.body ?? given.wire ?? '').length + given.path.length < KEPT;
      // Where a process has ended all that follows is cut off: what was under way then may have ended it.
      const isTelling = fault !== 'cut_off' || this.#faults.get(fault)! <= WIDE;
      if (times === 1 && number !== undefined && isSmall && isTelling) keep(given, this.known);
    }
  }

  #count({ door, kind, about, as }: FuzzRequest, told: Told): void {
    const { counts } = this;
    counts[door === 'gateway' ? 'gateway' : 'services']++;
    counts[kind]++;
    counts.worst_ms = Math.max(counts.worst_ms, Math.round(told.ms));
    Object.assign(counts, { shed: this.#sender.shed, waited: this.#sender.patience.waited });
    const isAnswer =
      !told.failed &&
      told.status >= 200 &&
      told.status < 300 &&
      (kind !== 'graph' || !told.body.toString('utf8').includes('"errors":['));
    counts[isAnswer ? 'answered' : 'refused']++;
    const operation = about.split(':')[0]!;
    if (isAnswer) this.#answered.add(operation);
    else if (about.endsWith('as it should be') && !told.failed && as === 'programme-admin')
      this.#refused.set(operation, /"code":"([A-Z_]+)"/.exec(told.body.toString('utf8'))?.[1] ?? String(told.status));
  }

  get isBroken(): boolean {
    return this.#faults.get('cut_off')! > BROKEN;
  }

  faults(): Record<Fault, number> {
    return Object.fromEntries(this.#faults) as Record<Fault, number>;
  }

  /** Operations that nobody was ever answered with what was asked for: what was done to them reached no further than the door. */
  unanswered(operations: readonly string[]): string[] {
    return operations
      .filter((name) => !this.#answered.has(name))
      .map((name) => `${name}(${this.#refused.get(name) ?? 'not asked so'})`);
  }

  told(): string {
    const { answered, refused, waited, worst_ms: worst } = this.counts;
    const found = [...this.#faults].filter(([, times]) => times > 0).map(([fault, times]) => `${fault}=${times}`);
    return `${answered} answered, ${refused} refused, waited ${waited}, slowest ${worst} ms ${found.join(' ')}`;
  }

  end(): void {
    this.#sender.close();
    for (const [kind, times] of [...this.#kinds].sort(([, a], [, b]) => b - a))
      process.stdout.write(`${times} ${kind}\n`);
  }
}
