import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';

/** Lets the statements of a transaction take as long as half a million rows do: they are few, and somebody waits for each. */
export const allowLarge = (tx: Tx): Promise<unknown> =>
  tx.query(sql`select set_config('statement_timeout', '10min', true)`);
