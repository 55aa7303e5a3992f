import { randomBytes } from 'node:crypto';
import { currentTraceId } from '@takwin/platform/telemetry';
import type { Send } from '@takwin/platform/testing';
import pg from 'pg';

/** What a request came to, and how many statements the services of this process sent to PostgreSQL for it. */
export type Counted<T> = { answer: T; statements: number };

/** The least of three runs, as a busy machine may part loads that go together: no more where one takes no more than `enough`. */
export async function statementsOf<T>(ask: (send: Send) => Promise<T>, enough = 0): Promise<Counted<T>> {
  let least = await counted(ask);
  for (let run = 1; run < 3 && least.statements > enough; run++) {
    const one = await counted(ask);
    if (one.statements < least.statements) least = one;
  }
  return least;
}

/** Those of its trace alone. */
async function counted<T>(ask: (send: Send) => Promise<T>): Promise<Counted<T>> {
  const trace = randomBytes(16).toString('hex');
  const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  let statements = 0;
  pg.Client.prototype.query = function (this: unknown, ...args: unknown[]) {
    if (currentTraceId() === trace) statements++;
    return query.apply(this, args);
  } as never;
  try {
    const answer = await ask({ headers: { traceparent: `00-${trace}-0123456789abcdef-01` } });
    return { answer, statements };
  } finally {
    pg.Client.prototype.query = query as never;
  }
}
