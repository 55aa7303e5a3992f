import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import type { AcademyView } from './academy.js';

/** Holds an academy until the transaction ends, for it must not close before what is let through there is written. */
export const holdAcademy = (tx: Tx, which: Sql) =>
  tx.one<Pick<AcademyView, 'region' | 'state'>>(sql`select region, state from academy where ${which} for share`);
