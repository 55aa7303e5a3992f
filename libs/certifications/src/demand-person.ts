import { NotFound } from '@takwin/platform/errors';
import { type Tx, within } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';

/** Refuses NOT_FOUND of a person whom nobody knows, or the actor may not know: an empty list would say that there is one. */
export async function demandPerson(tx: Tx, id: string): Promise<void> {
  const mine = within(tx.actor, { region: sql`region`, academy: sql`academy_id`, person: sql`subject` });
  if (!(await tx.one(sql`select from person_copy where subject = ${id} and ${mine}`))) throw new NotFound('person');
}
