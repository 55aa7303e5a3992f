import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';

/** The day on which a person has left (ISO); null of who is here, or left on a day that nobody knows. */
export async function readDeparture(tx: Tx, personId: string): Promise<string | null> {
  const left = await tx.one<{ leftOn: string | null }>(sql`
    select left_on::text as "leftOn" from person_copy where subject = ${personId} and not active`);
  return left?.leftOn ?? null;
}
