import { randomUUID } from 'node:crypto';
import { Patience } from '../../patience.js';
import type { Caller } from './caller.js';

/** What is asked at a door: of the gateway unless `at` names a service's own address. */
export type Question = {
  method: string;
  path: string;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  at?: string;
};
export type Answer = { status: number; text: string; headers: string };

/** Asks the doors of one house, counting, and with patience. */
export class Doors {
  calls = 0;
  readonly #patience = new Patience();

  constructor(readonly url: string) {}

  /** The answer, whatever it is: a refusal is one. */
  async ask(caller: Pick<Caller, 'token'>, question: Question): Promise<Answer> {
    this.calls++;
    const response = await this.#patience.fetch((question.at ?? this.url) + question.path, initOf(caller, question));
    const { status, headers } = response;
    return { status, text: await response.text(), headers: JSON.stringify([...headers]) };
  }

  get waited(): number {
    return this.#patience.waited;
  }

  /** What a write or a read that has to be done answers; throws with what was said instead. */
  async done<T>(caller: Pick<Caller, 'token'>, question: Question): Promise<T> {
    const { status, text } = await this.ask(caller, question);
    if (status >= 300)
      throw new Undone(`${question.method} ${question.path} was answered with ${status}: ${text.slice(0, 600)}`, text);
    return JSON.parse(text) as T;
  }
}

export class Undone extends Error {
  constructor(
    message: string,
    readonly text: string,
  ) {
    super(message);
  }
}

function initOf({ token }: Pick<Caller, 'token'>, { method, body, headers }: Question): RequestInit {
  const isText = typeof body === 'string';
  return {
    method,
    body: isText ? body : body === undefined ? null : JSON.stringify(body),
    headers: {
      ...(body !== undefined && { 'content-type': isText ? 'text/csv' : 'application/json' }),
      ...(method !== 'GET' && { 'idempotency-key': randomUUID() }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
  };
}
