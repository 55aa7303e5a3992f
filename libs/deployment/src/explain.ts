import { ConfigError } from '@takwin/platform/config';

type SystemError = { code?: string; message: string; port?: number };

const BY_CODE: Record<string, (error: SystemError, database: string) => string> = {
  EADDRINUSE: ({ port }) => `PORT: ${port} is in use`,
  EACCES: ({ message }) => `not permitted: ${message}`,
  ENOENT: ({ message }) => `not found: ${message}`,
  EISDIR: ({ message }) => `not a file: ${message}`,
  ENOSPC: () => 'the disk is full',
  ECONNREFUSED: ({ message }, database) => `${database}: PostgreSQL cannot be reached: ${message}`,
  ENOTFOUND: ({ message }, database) => `${database}: PostgreSQL cannot be reached: ${message}`,
  EAI_AGAIN: ({ message }, database) => `${database}: PostgreSQL cannot be reached: ${message}`,
  '28P01': ({ message }, database) => `${database}: PostgreSQL refuses the password: ${message}`,
  '28000': ({ message }, database) => `${database}: PostgreSQL refuses the role: ${message}`,
  '3D000': ({ message }, database) => `${database}: ${message}`,
  '53100': () => 'PostgreSQL has no disk left',
  '57P03': (_, database) => `${database}: PostgreSQL is starting or stopping`,
};

// How pg tells of a server that ended or died under a statement, without a code.
const CUT = /^Connection terminated/;

/**
 * What whoever started a process has to know of why it did not: a sentence where we know the cause, else the stack. `database`
 * is the variable that names the PostgreSQL which it was about.
 */
export function explain(error: unknown, database = 'DATABASE_URL'): string {
  if (error instanceof ConfigError) return error.message;
  const failure = error as SystemError & { stack?: string; errors?: SystemError[] };
  // Node joins the failures of a name's several addresses, and says nothing of its own.
  const known = failure.message ? failure : (failure.errors?.[0] ?? failure);
  if (CUT.test(known.message)) return `${database}: PostgreSQL cut the connection: its log says why`;
  const sentence = known.code === undefined ? undefined : BY_CODE[known.code];
  return sentence?.(known, database) ?? String(failure.stack);
}
