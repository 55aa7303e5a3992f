import { randomUUID } from 'node:crypto';
import { GraphError } from './graph-error.js';
import type { Verdict } from './limits/throttle.js';

/** What a request, or a step of a batch, is answered. */
export type Served = { status: number; headers: Record<string, string>; body?: unknown };

/** The ids that an answer carries, for support: its own, and the caller's where it sent one. */
export type Ids = { 'request-id': string; 'client-request-id'?: string };

export function requestIds(headers: Readonly<Record<string, string | undefined>>): Ids {
  const own = headers['client-request-id'];
  return { 'request-id': randomUUID(), ...(own && { 'client-request-id': own }) };
}

/** A refusal in Microsoft Graph's form; throws on what is none. */
export function errorReply(error: unknown, headers: Record<string, string>, ids: Ids, at: number): Served {
  if (!(error instanceof GraphError)) throw error;
  const { status, code, message, details } = error;
  const innerError = {
    ...(status === 429 && { code: '429', message: 'Please retry after', status: '429' }),
    date: new Date(at).toISOString().slice(0, 19),
    ...ids,
  };
  return {
    status,
    headers: { ...headers, ...ids, ...error.headers },
    body: { error: { code, message, ...(details && { details }), innerError } },
  };
}

/** The share of the tightest limit that is used, told from 0.8 to 1.8 only. */
export function percentage({ used }: Verdict): Record<string, string> {
  return used > 0.8 ? { 'x-ms-throttle-limit-percentage': String(Math.min(1.8, Math.round(used * 100) / 100)) } : {};
}
