import type { Actor } from '@takwin/platform/auth';
import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { isAcademyShown, isVisible } from '../persons/read-persons.js';
import { CLAIMS } from './claim.rows.js';

/** Whether the academy that asks is none that the actor may not be told of: a prison, whose word tells where the person is. */
export const mayBeTold = (actor: Actor): Sql => isAcademyShown(actor, sql`c.academy_id`);

/**
 * Whether the actor may read the person claimed, who is still there, and be told who asks. An academy is told of no claim on what is its own
 * word alone, the person or a number: whoever makes persons up would read by their numbers who has them.
 */
export const isOfTheirs = (actor: Actor): Sql => {
  const isSaid = isOfficial(actor) ? sql`true` : sql`(p.confirmed and p.matricule_confirmed and p.cin_confirmed)`;
  return sql`p.id is not null and ${isVisible(actor, 'p')} and ${mayBeTold(actor)} and ${isSaid}`;
};

const isOfficial = ({ scope }: Actor): boolean => scope === 'region' || scope === 'programme';

/** The claim of a person to be somebody whom the actor may read, if there is one. */
export async function readClaim(tx: Tx, provisionalId: string): Promise<string | undefined> {
  const found = await tx.one<{ id: string }>(sql`
    select c.id from ${CLAIMS} join person own on own.id = c.provisional_id and own.claims = c.person_id
    where c.provisional_id = ${provisionalId} and ${isOfTheirs(tx.actor)}`);
  return found?.id;
}

/** An open claim of or about a person that the actor may read, if there is one. */
export async function readOpenClaim(tx: Tx, personId: string): Promise<string | undefined> {
  const found = await tx.one<{ id: string }>(sql`
    select c.id from ${CLAIMS} where c.state = 'open' and (c.person_id = ${personId} or c.provisional_id = ${personId})
      and ${isOfTheirs(tx.actor)} limit 1`);
  return found?.id;
}
