import pg from 'pg';

const PARSERS = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.DATE, (text) => text],
  [pg.types.builtins.INT8, exactly],
  [pg.types.builtins.NUMERIC, Number],
]);

/**
 * How cells are read: a `date` stays the text YYYY-MM-DD, since a Date would move it by the machine's zone; `bigint` and
 * `numeric` are numbers. A bigint that a number cannot hold exactly is an error.
 */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    PARSERS.get(oid) ?? (pg.types.getTypeParser(oid, format as 'text') as (text: string) => unknown),
};

function exactly(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a number`);
  return value;
}

/** What every connection of ours has in common: names in pg_stat_activity, typed cells, and an end to all waiting. */
export function connection(url: string, name: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: name,
    types,
    keepAlive: true,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 60_000,
  };
}

/**
 * Works on a connection of its own, and closes it. Where the server ends it, between two statements too, the next statement
 * fails, and not the process.
 */
export async function connected<T>(config: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(config);
  client.on('error', () => {});
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Whether a statement ran or waited for longer than it may: its transaction has changed nothing, and may be asked again. */
export function isOverrun(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  // query_canceled, which statement_timeout ends with, and lock_not_available
  return code === '57014' || code === '55P03';
}

/** Whether the error says that the server is away, starting, stopping or full, rather than that it refused a statement. */
export function isOutage(error: unknown): boolean {
  const { code, message = '' } = error as { code?: unknown; message?: string };
  if (typeof code === 'string') return /^(08...|57P0[1-3]|53300|E[A-Z]{4,}|EAI_AGAIN)$/.test(code);
  return /connection|timeout/i.test(message);
}
