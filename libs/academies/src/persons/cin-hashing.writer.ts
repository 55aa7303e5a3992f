import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';

/** Has cards be hashed by another key: waits for those who write by the one of before. */
export const hashBy = (tx: Tx, number: number): Promise<unknown> =>
  tx.query(sql`update cin_hashing set number = ${number} where number <> ${number}`);
