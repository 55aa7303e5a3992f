import sql, { type Sql } from 'sql-template-tag';
import type { Actor } from '../auth/actor.js';
import { Forbidden } from '../errors/refusal.js';
import type { Migration } from './migrate.js';

/** Which person is behind which subject, as tokens of those who wrote have said; `same_human` says whether one is behind two of them. */
export const humansMigration: Migration = {
  name: '2026-12-03-humans',
  up: `
    create table subject_person(subject text, person_id uuid, primary key (subject, person_id));
    create index subject_person_id on subject_person(person_id);
    create function same_human(one text, others text[]) returns boolean language sql stable
    return one = any(others) or exists (
      select from subject_person mine join subject_person theirs using (person_id)
      where mine.subject = one and theirs.subject = any(others));`,
};

/** One human whose records were merged is one by any of their ids; `person_now` says whose each is. */
export const mergedHumansMigration: Migration = {
  name: '2026-12-05-merged-humans',
  up: `
    create or replace function same_human(one text, others text[]) returns boolean language sql stable
    return one = any(others) or exists (
      select from subject_person mine join subject_person theirs on person_now(mine.person_id) = person_now(theirs.person_id)
      where mine.subject = one and theirs.subject = any(others));`,
};

/** What is asked of a transaction to know who acts in it. */
type Acting = { readonly actor: Actor; query<R = unknown>(statement: Sql): Promise<R[]> };

/** Keeps in mind which person the actor is, as the token says: each `asActor` begins with it. */
export async function noteHuman(tx: Acting): Promise<void> {
  const { subject, personId, personWas } = tx.actor;
  await tx.query(sql`
    insert into subject_person(subject, person_id) values (${subject}, ${personWas ?? personId}) on conflict do nothing`);
}

/** Whether whoever acts is behind one of these subjects: where two are asked for, they are not the second. */
export async function isAmong(tx: Acting, subjects: readonly string[]): Promise<boolean> {
  const [row] = await tx.query<{ is: boolean }>(sql`select same_human(${tx.actor.subject}, ${subjects}::text[]) as is`);
  return row!.is;
}

/** Which persons whoever acts is, by the token or by others of the same subject: nobody or one, as a rule. */
export async function personsOf(tx: Acting): Promise<ReadonlySet<string>> {
  const known = await tx.query<{ id: string }>(sql`
    select distinct person_now(person_id) as id from subject_person where subject = ${tx.actor.subject}`);
  return new Set(known.map(({ id }) => id));
}

/** Refuses FORBIDDEN to decide about oneself: to whoever is this person, whatever the office in which they act. */
export async function demandNotOneself(
  tx: Acting,
  personId: string,
  hint = 'nobody decides about themselves',
): Promise<void> {
  if ((await personsOf(tx)).has(personId.toLowerCase())) throw new Forbidden(hint);
}
