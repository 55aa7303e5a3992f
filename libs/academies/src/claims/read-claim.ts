import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { CLAIMS, isOfTheirs } from './claim.rows.js';

/** The claim of a person to be somebody whom the actor may read, if there is one. */
export async function readClaim(tx: Tx, provisionalId: string): Promise<string | undefined> {
  const found = await tx.one<{ id: string }>(sql`
    select c.id from ${CLAIMS} join person own on own.id = c.provisional_id and own.claims = c.person_id
    where c.provisional_id = ${provisionalId} and ${isOfTheirs(tx.actor)}`);
  return found?.id;
}
