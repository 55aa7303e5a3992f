import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { retryAfterOf } from '@takwin/platform/http';
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

const TRIES = 8;

/** Asks the doors of one house, counting. What is told to wait (429) or finds nobody at work (503) is asked again when it may be. */
export class Doors {
  calls = 0;
  waited = 0;

  constructor(readonly url: string) {}

  /** The answer, whatever it is: a refusal is one. */
  async ask(caller: Pick<Caller, 'token'>, question: Question): Promise<Answer> {
    this.calls++;
    for (let tried = 1; ; tried++) {
      const response = await fetch((question.at ?? this.url) + question.path, initOf(caller, question));
      const text = await response.text();
      const isLater = response.status === 429 || response.status === 503 || response.status === 504;
      if (!isLater || tried === TRIES)
        return { status: response.status, text, headers: JSON.stringify([...response.headers]) };
      this.waited++;
      await pause(retryAfterOf(response.headers, new Date()) ?? 500);
    }
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
