import { emptyRows, type ErasedRows, Erases, toldByCopy, type Whom } from '@takwin/platform/erasure';
import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';

const whose = ({ ids }: Whom): Sql => sql`x.trainer_id = any(${ids}::uuid[])`;

/** What is emptied of the work of a trainer: what it refers to and the words that were said; topics, days and items stay. */
export const trainersErased: readonly ErasedRows[] = [
  { table: 'qualification', whose, blanks: ['evidence'] },
  { table: 'plan_item', whose, nulls: ['evidence_ref'] },
  { table: 'plan_item_withdrawn', whose, blanks: ['reason'] },
];

/** Erases a person in the register of trainers; the copy forgets the birth date by what the register of persons says. */
export class EraseTrainer extends Erases {
  readonly told = toldByCopy();

  erase(tx: Tx, whom: Whom): Promise<void> {
    return emptyRows(tx, whom, trainersErased);
  }
}
