import { literacy } from '@takwin/contracts/events/courses';
import { blankInLog, emptyRows, type ErasedRows, Erases, toldByCopy, type Whom } from '@takwin/platform/erasure';
import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';

const whose = ({ ids }: Whom): Sql => sql`x.person_id = any(${ids}::uuid[])`;

/** What is emptied of what a person learnt: the words in which it was decided; hours, completions and scores stay. */
export const coursesErased: readonly ErasedRows[] = [
  { table: 'literacy_evaluation', whose, blanks: ['reason', 'revoked_reason'] },
];

/** Erases a person in what was learnt. */
export class EraseLearner extends Erases {
  readonly told = toldByCopy();

  async erase(tx: Tx, whom: Whom): Promise<void> {
    const isSaid = await tx.one(sql`
      select from literacy_evaluation x where ${whose(whom)} and x.revoked_reason <> '' limit 1`);
    if (isSaid) await blankInLog(tx, literacy.subject, whom.ids, { fields: ['revokedReason'], codes: [] });
    await emptyRows(tx, whom, coursesErased);
  }
}
