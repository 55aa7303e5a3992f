import sql, { type Sql } from 'sql-template-tag';
import type { Actor } from '../auth/actor.js';
import type { Database } from './database.js';

/** How many rows are counted, and for how many milliseconds: what is longer has no count. */
const COUNTED = { rows: 10_000, ms: 200 };
const CANCELLED = '57014';

/**
 * How many rows there are, for who asks: `rows` says from which tables and which of them, as `person p where ...`. Null where they are
 * too many to be counted at each request, or take too long.
 */
export const counting =
  (db: Database, actor: Actor, rows: Sql, { most, ms } = { most: COUNTED.rows, ms: COUNTED.ms }) =>
  async (): Promise<number | null> => {
    try {
      // In a transaction, for the time limit to end with it.
      const counted = await db.asActor(actor, async (tx) => {
        await tx.query(sql`select set_config('statement_timeout', ${String(ms)}, true)`);
        return tx.one<{ rows: number }>(
          sql`select count(*)::int as rows from (select from ${rows} limit ${most + 1}) counted`,
        );
      });
      return counted!.rows > most ? null : counted!.rows;
    } catch (error) {
      if ((error as { code?: string }).code === CANCELLED) return null;
      throw error;
    }
  };
