import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';

/** Of which kind a person is, as the register has it: trainee, trainer or staff; null where nobody has told yet. */
export async function readKind(tx: Tx, personId: string): Promise<string | null> {
  const person = await tx.one<{ kind: string | null }>(sql`select kind from person_copy where subject = ${personId}`);
  return person?.kind ?? null;
}
