import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';

/** The day (ISO date) on which a person was born; null where nobody has told. */
export async function readBirth(tx: Tx, personId: string): Promise<string | null> {
  const known = await tx.one<{ bornOn: string | null }>(
    sql`select born_on::text as "bornOn" from person_copy where subject = ${personId}`,
  );
  return known?.bornOn ?? null;
}
