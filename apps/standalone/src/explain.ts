import { ConfigError } from '@takwin/platform/config/env';

type Known = { code?: string; message: string; address?: string; port?: number; path?: string };

const BY_CODE: Record<string, (error: Known) => string> = {
  EADDRINUSE: ({ port }) => `PORT: ${port} is in use`,
  EACCES: ({ message }) => `not permitted: ${message}`,
  ENOSPC: () => 'the disk is full',
  ECONNREFUSED: ({ message }) => `DATABASE_URL: PostgreSQL cannot be reached: ${message}`,
  ENOTFOUND: ({ message }) => `DATABASE_URL: PostgreSQL cannot be reached: ${message}`,
  EAI_AGAIN: ({ message }) => `DATABASE_URL: PostgreSQL cannot be reached: ${message}`,
  '28P01': ({ message }) => `DATABASE_URL: PostgreSQL refuses the password: ${message}`,
  '28000': ({ message }) => `DATABASE_URL: PostgreSQL refuses the role: ${message}`,
  '3D000': ({ message }) => `DATABASE_URL: ${message}`,
  '53100': () => 'PostgreSQL has no disk left',
  '57P03': () => 'DATABASE_URL: PostgreSQL is starting or stopping',
};

// How pg tells of a server that ended or died under a statement, without a code.
const CUT = /^Connection terminated/;

/** What whoever started a process has to know of why it did not: a sentence where we know the cause, else the stack. */
export function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  const known = error as Known & { stack?: string; errors?: Known[] };
  // Node joins the failures of a name's several addresses.
  const { code } = known.code ? known : (known.errors?.[0] ?? known);
  if (CUT.test(known.message)) return 'DATABASE_URL: PostgreSQL cut the connection: its log says why';
  return (code && BY_CODE[code]?.(known)) || String(known.stack);
}
