import type { Actor } from '@takwin/platform/auth';
import type { Tx } from '@takwin/platform/postgres';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import { isConfirmer } from '../rules.js';
import { WAITS } from './read-persons.js';

/** Whose word it is that there is a person, in columns of `person`. */
export const PROVENANCE = sql`confirmed, matricule_confirmed, cin_confirmed, stated_by, confirmed_by, confirmed_as, confirmed_at, confirmed_import`;

/**
 * What is kept of whose word it is that there is a new person: who may say so has confirmed it at once, unless it `claims` to be
 * somebody whom they may not read (null where it does not). An academy's word confirms no number.
 */
export const provenanceBy = (
  sender: Actor,
  at: Date,
  { claims, matricule, cin }: Record<'claims' | 'matricule' | 'cin', Sql>,
  importId: string | null = null,
): Sql => {
  const confirms = isConfirmer(sender) ? sql`${claims} is null` : sql`false`;
  const once = (value: Sql): Sql => sql`case when ${confirms} then ${value} end`;
  const isBorneOut = (number: Sql): Sql => (isConfirmer(sender) ? sql`true` : sql`${number} is null`);
  return join([
    confirms,
    isBorneOut(matricule),
    isBorneOut(cin),
    isConfirmer(sender) ? sql`'{}'::text[]` : sql`array[${sender.subject}::text]`,
    once(sql`${sender.subject}::text`),
    once(sql`${sender.role}::text`),
    once(sql`${at}::timestamptz`),
    once(sql`${importId}::uuid`),
  ]);
};

/** Whether who has stated the person `p` as an academy is the same human as this subject, or the person is. */
export const isOwnOf = (subject: string): Sql => sql`(same_human(${subject}, p.stated_by)
  or exists (select from subject_person h where h.subject = ${subject} and person_now(h.person_id) = p.id))`;

/** Whether this actor has stated the person `p`, as an academy or as somebody who claims to be one whom they may not read. */
const isSaidBy = ({ subject }: Actor): Sql => sql`(${isOwnOf(subject)}
  or exists (select from claim said where said.provisional_id = p.id and same_human(${subject}, array[said.asked_by])))`;

/** Whether the person `p` is an academy's word alone, which gives way to this actor's: not what they stated themselves. */
export const yieldsTo = (actor: Actor): Sql =>
  isConfirmer(actor) ? sql`(not p.confirmed and not ${isSaidBy(actor)})` : sql`false`;

/** Whether the matricule, or the card, of the person `p` is an academy's word alone, which gives way to this actor's as `yieldsTo` has it. */
export const numberYieldsTo = (actor: Actor, number: 'matricule' | 'cin'): Sql =>
  isConfirmer(actor)
    ? sql`(not (p.confirmed and ${raw(`p.${number}_confirmed`)}) and not ${isSaidBy(actor)})`
    : sql`false`;

/** Whether the card of the person `p`, who is confirmed, gives way to the one that the actor says of the same person. */
export const isCardReplaced = (actor: Actor): Sql => sql`(p.confirmed and ${numberYieldsTo(actor, 'cin')})`;

/** Whether the actor's word confirms the person `p`: not what they stated as an academy, nor who may be somebody else's. */
export const confirmsBy = (actor: Actor): Sql =>
  isConfirmer(actor) ? sql`(not ${isOwnOf(actor.subject)} and (p.confirmed or p.claims is null))` : sql`false`;

/** What is kept of who confirms the person `p` where `confirms` holds, and something waits for that. */
export const confirmedBy = (
  tx: Tx,
  confirms: Sql,
  { sender, importId }: { sender: Actor; importId: string | null },
): Sql => {
  const since = (column: string, value: Sql): Sql =>
    sql`${raw(column)} = case when ${WAITS} and ${confirms} then ${value} else p.${raw(column)} end`;
  return join([
    sql`confirmed = p.confirmed or ${confirms}`,
    since('confirmed_by', sql`${sender.subject}::text`),
    since('confirmed_as', sql`${sender.role}::text`),
    since('confirmed_at', sql`${tx.at}::timestamptz`),
    since('confirmed_import', sql`${importId}::uuid`),
  ]);
};

/** Who has stated of the person `p`, as an academy, what nobody else has; an addition is theirs too. */
export const statedBy = (sender: Actor, adds: Sql): Sql =>
  isConfirmer(sender)
    ? sql`p.stated_by`
    : sql`case when ${adds} and ${sender.subject} <> all(p.stated_by) then p.stated_by || ${sender.subject}::text else p.stated_by end`;

/** What a name was before it was spelled anew: it stays near that, until it is corrected by a document. */
export const spelledFrom = (isSpelled: Sql): Sql => sql`case when not (${isSpelled}) then p.spelled_from
  else jsonb_build_object('family', p.family_fr, 'given', p.given_fr, 'familyArabic', p.family_ar, 'givenArabic', p.given_ar)
    || jsonb_strip_nulls(coalesce(p.spelled_from, '{}')) end`;
