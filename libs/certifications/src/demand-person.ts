import { NotFound } from '@takwin/platform/errors';
import { type Tx, within } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { isThere } from './told-of-prisons.js';

/** Refuses NOT_FOUND of a person whom nobody knows, or the actor may not know: an empty list would say that there is one. */
export async function demandPerson(tx: Tx, id: string, isToldOfPrisons = false): Promise<void> {
  const mine = within(tx.actor, { region: sql`p.region`, academy: sql`p.academy_id`, person: sql`p.subject::uuid` });
  const there = isToldOfPrisons ? sql`true` : isThere(tx.actor, sql`p.academy_id`, sql`p.subject::uuid`);
  const known = await tx.one(sql`select from person_copy p where p.subject = ${id} and ${mine} and ${there}`);
  if (!known) throw new NotFound('person');
}
