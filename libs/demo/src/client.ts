import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { retryAfterOf } from '@takwin/platform/http';
import { z } from 'zod';
import { insist, NotNow, Unanswered } from './insist.js';

/** Milliseconds that one try may take (the gateway gives up before), and all tries of one request. */
const PATIENCE = { each: 60_000, whole: 300_000 };
const NOT_NOW = new Set([429, 502, 503, 504]);

// As GraphQL says of a service what REST says by the status.
const NOT_NOW_CODES = ['SERVICE_UNAVAILABLE', 'SERVICE_TIMEOUT'];

const Errors = z.object({ errors: z.array(z.object({ extensions: z.object({ code: z.string() }) })) });

/** The API refused a request: what it said, in words. */
export class Refused extends Error {
  constructor(
    what: string,
    readonly status: number,
    said: string,
    /** By which name it was refused, where it was told one. */
    readonly code?: string,
  ) {
    super(`${what} was answered with ${said}`);
  }
}

type Init = { method: string; body?: string; headers: Record<string, string> };
type Received = { answer: Response; text: string };
/** `deadline`: an instant of performance.now() after which nothing is tried again. */
type Asking = { accept?: string; deadline?: number };

/**
 * The public API as the demo uses it: what a busy machine leaves unanswered is asked again, a write with the same
 * Idempotency-Key; a refusal that the demo did not expect ends it with what was said.
 */
export class Client {
  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly patience = PATIENCE,
  ) {}

  get(path: string, { accept = 'application/json', deadline }: Asking = {}): Promise<unknown> {
    return this.#ask(path, { method: 'GET', headers: { accept } }, deadline);
  }

  post(path: string, body: unknown = {}, contentType = 'application/json'): Promise<unknown> {
    const text = contentType === 'application/json' ? JSON.stringify(body) : String(body);
    const headers = { 'content-type': contentType, 'idempotency-key': randomUUID() };
    return this.#ask(path, { method: 'POST', body: text, headers });
  }

  /** Changes what was read as this version. */
  patch(path: string, version: number, body: unknown): Promise<unknown> {
    const own = { 'if-match': `"${version}"`, 'idempotency-key': randomUUID() };
    const headers = { 'content-type': 'application/json', ...own };
    return this.#ask(path, { method: 'PATCH', body: JSON.stringify(body), headers });
  }

  async graphql(query: string, variables: object = {}): Promise<unknown> {
    const { data, errors } = z
      .object({ data: z.unknown(), errors: z.array(z.object({ message: z.string() })).optional() })
      .parse(await this.post('/graphql', { query, variables }));
    if (errors) throw new Error(`GraphQL: ${errors.map(({ message }) => message).join('; ')}`);
    return data;
  }

  #ask(path: string, init: Init, deadline = performance.now() + this.patience.whole): Promise<unknown> {
    return insist(`${init.method} ${path}`, () => this.#attempt(path, init, deadline), deadline);
  }

  async #attempt(path: string, { headers, ...init }: Init, deadline: number): Promise<unknown> {
    const left = Math.ceil(Math.max(1, Math.min(this.patience.each, deadline - performance.now())));
    const sent = { ...init, headers: { ...headers, authorization: `Bearer ${this.token}` } };
    const outcome = await exchange(this.url + path, { ...sent, signal: AbortSignal.timeout(left) });
    return outcome instanceof NotNow ? outcome : read(`${init.method} ${path}`, outcome);
  }
}

async function exchange(url: string, init: RequestInit): Promise<Received | NotNow> {
  try {
    const answer = await fetch(url, init);
    return { answer, text: await answer.text() };
  } catch (error) {
    return new NotNow(reasonOf(error));
  }
}

function read(what: string, { answer: { ok, status, headers }, text }: Received): unknown {
  const said = `${status}: ${text.slice(0, 500)}`;
  if (NOT_NOW.has(status)) return new NotNow(said, retryAfterOf(headers, new Date()) ?? 0);
  if (!ok) throw new Refused(what, status, said, codeOf(text));
  if (!/json/.test(headers.get('content-type') ?? '')) return text;
  const body: unknown = JSON.parse(text);
  const { data: refusal } = Errors.safeParse(body);
  const isNotNow = refusal?.errors.some(({ extensions }) => NOT_NOW_CODES.includes(extensions.code));
  return isNotNow ? new NotNow(said) : body;
}

const codeOf = (text: string): string | undefined => /"code":"([A-Z_]+)"/.exec(text)?.[1];

// Node says no more of a network fault than that there was one; what it was is the cause.
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}

/** Runs `work` on each item, `wide` at a time, in no order. After a failure no other begins, and what had begun has ended. */
export async function eachOf<T, R>(items: readonly T[], wide: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await work(items[index]!).catch((error: unknown) => {
        next = items.length;
        throw error;
      });
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: Math.min(wide, items.length) }, worker));
  const failed = workers.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
  return results;
}

/**
 * Asks again and again until `done`, also after a question that was given up; fails where that takes longer than `seconds`.
 * `ask` is told the deadline, for `Client.get`.
 */
export async function until<T>(
  ask: (deadline: number) => Promise<T>,
  done: (answer: T) => boolean,
  seconds: number,
  what: string,
): Promise<T> {
  let last = '';
  for (const deadline = performance.now() + seconds * 1000; performance.now() < deadline; await pause(200)) {
    try {
      const answer = await ask(deadline);
      if (done(answer)) return answer;
      last = '';
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      last = `; ${error.message}`;
    }
  }
  throw new Error(`${what}: not within ${seconds} s${last}`);
}

export const chunksOf = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
