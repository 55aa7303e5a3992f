import { UnrecoverableError } from 'bullmq';
import { Refusal } from '../errors/refusal.js';

/**
 * What may be written in a queue or a log of why a job failed. An error with a code (PostgreSQL, Node) gives its code and
 * constraint only: the text of such errors can quote the row.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  if (!(error instanceof Error)) return 'a value that is no Error was thrown';
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  if (typeof code === 'string') return [error.name, code, constraint].filter(Boolean).join(' ');
  return `${error.name}: ${error.message}`.slice(0, 300);
}

/** A Refusal is the domain's last word: to try again would change nothing. From 500 up it speaks of an outage. */
export function isFinal(error: unknown): boolean {
  return error instanceof Refusal && error.status < 500;
}

/** What BullMQ is told of a failure: it keeps message and stack in its store, so both are cleaned. */
export function failure(error: unknown, final = isFinal(error)): Error {
  const clean = new (final ? UnrecoverableError : Error)(reasonOf(error));
  const frames =
    error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at ')) : [];
  clean.stack = [clean.message, ...frames].join('\n');
  return clean;
}
