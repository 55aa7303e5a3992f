import { legalDayOf } from '@takwin/platform/clock';
import type { Tx } from '@takwin/platform/postgres';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import { repointClaims } from '../claims/claim.writer.js';
import { leaveOneRequest } from '../corrections/correction-request.writer.js';
import { announcePersons } from '../persons/announce-persons.js';
import { personLife as life } from '../persons/person.life.js';
import { putBack, setFacts, settlePersons, takeOut } from '../persons/person.writer.js';
import { handOverPlacements, partPlacements } from '../persons/placement.writer.js';
import { selectWholePersons } from '../persons/read-persons.js';

/** Why two records are one, and what says so: a document, or a claim that was accepted. */
export type Decision = { reason: string | null; document: string | null; claimId: string | null };

/** What one record may have that the other one lacks, in columns of both; the first of them tells whether it is there. */
const FACTS = {
  matricule: ['matricule', 'claimed_matricule', 'matricule_confirmed'],
  cin: ['cin_hash', 'cin_sealed', 'claimed_cin_hash', 'claimed_cin_sealed', 'cin_confirmed'],
  birthDate: ['birth_date', 'birth_date_confirmed'],
  sex: ['sex'],
  arabicName: ['family_ar', 'given_ar'],
} as const;
export type Fact = keyof typeof FACTS;

const NUMBERS: readonly string[] = ['matricule', 'cin'] satisfies Fact[];
const columnsOf = (facts: readonly Fact[]): string[] => facts.flatMap((fact) => [...FACTS[fact]]);
/** Cards stand apart from what is kept of a record as it was. */
const isCard = (column: string): boolean => /cin_(hash|sealed)$/.test(column);
const CARDS = sql`- 'cin_hash' - 'cin_sealed' - 'claimed_cin_hash' - 'claimed_cin_sealed'`;
const wasOf = (column: string): Sql => raw(isCard(column) ? `m.${column}` : `was.${column}`);

/**
 * Makes one of two records, which the transaction holds: what places the first places the second from now on, who answers to its id too,
 * and is told of as changed. What is known of the second stays, but for what it is `given` of the first. Returns the merge. Refuses
 * TOO_MANY_PLACEMENTS.
 */
export async function mergePersons(
  tx: Tx,
  id: string,
  into: string,
  { reason, document, claimId }: Decision,
  given: readonly Fact[] = [],
): Promise<string> {
  const made = await tx.one<{ id: string }>(sql`
    insert into person_merge(merged_id, person_id, claim_id, region, reason, document, decided_by, decided_at, decided_on, given,
      person_was, survivor_was, cin_hash, cin_sealed, claimed_cin_hash, claimed_cin_sealed, placements_were, placements_are,
      statements, claims, asked, claimants)
    select p.id, s.id, ${claimId}::uuid, p.region, ${reason}::text, ${document}::text, ${tx.actor.subject}, ${tx.at}, ${legalDayOf(tx.at)}::date,
      ${given}::text[], to_jsonb(p) ${CARDS}, to_jsonb(s) ${CARDS}, p.cin_hash, p.cin_sealed, p.claimed_cin_hash, p.claimed_cin_sealed,
      (select coalesce(jsonb_agg(l), '[]') from placement l where l.person_id in (p.id, s.id)), '[]',
      array(select import_id from person_statement o where o.person_id = p.id),
      array(select o.id from claim o where o.person_id = p.id),
      array(select o.id from claim o where o.provisional_id = p.id and o.person_id <> s.id),
      array(select o.id from person o where o.claims = p.id)
    from person p, person s where p.id = ${id} and s.id = ${into} returning id`);
  const mergeId = made!.id;
  await handOverPlacements(tx, id, into);
  await tx.query(sql`update person_alias set person_id = ${into} where person_id = ${id}`);
  await tx.query(sql`insert into person_alias(id, person_id) values (${id}, ${into})`);
  await leaveOneRequest(tx, into);
  await repointClaims(tx, 'person_id', id, into);
  await repointClaims(tx, 'provisional_id', id, into);
  const gone = await takeOut(tx, id, into);
  await give(tx, mergeId, given);
  await settlePersons(tx, [into], [], [into]);
  // Without the number: it is the survivor's from now on, or nobody's.
  await announcePersons(
    tx,
    life.transitions.merge.event,
    gone.map((one) => ({ ...one, matricule: null })),
    { mergedInto: into },
  );
  await tx.query(sql`
    update person_merge set placements_are = (select coalesce(jsonb_agg(l), '[]') from placement l where l.person_id = ${into})
    where id = ${mergeId}`);
  return mergeId;
}

/** Gives the survivor of a merge what it lacks; with a number that is somebody else's, that it claims to be that one. */
async function give(tx: Tx, mergeId: string, given: readonly Fact[]): Promise<void> {
  if (given.length === 0) return;
  const claims = given.some((fact) => NUMBERS.includes(fact));
  const set = [
    ...columnsOf(given).map((column) => sql`${raw(column)} = ${wasOf(column)}`),
    ...(claims ? [sql`claims = coalesce(p.claims, nullif(was.claims, p.id))`] : []),
    ...(claims ? [sql`claims_for = case when was.claims <> p.id then p.academy_id else p.claims_for end`] : []),
  ];
  await setFacts(tx, mergeId, join(set, ', '));
}

/** A merge of which the transaction holds the survivor. */
export type Standing = { id: string; mergedId: string; personId: string; given: readonly Fact[] };

/**
 * Parts two records that were one: each has what it had before the merge, and what was stated since is the survivor's. Refuses MATRICULE_IS_TAKEN
 * and CIN_IS_TAKEN where somebody else has by now what the other record had.
 */
export async function partPersons(tx: Tx, { id, mergedId, personId, given }: Standing, because: string): Promise<void> {
  await takeBack(tx, id, given);
  await putBack(tx, id);
  await partPlacements(tx, id);
  await tx.query(sql`delete from person_alias where id = ${mergedId}`);
  // Who had been merged into the record before this answers with it again.
  await tx.query(sql`
    with recursive before(id) as (
      select o.merged_id from person_merge o where o.person_id = ${mergedId} and o.undone_at is null
      union select o.merged_id from before join person_merge o on o.person_id = before.id and o.undone_at is null)
    update person_alias a set person_id = ${mergedId} from before where a.id = before.id`);
  await repointClaims(
    tx,
    'person_id',
    personId,
    mergedId,
    sql`c.id = any((select m.claims from person_merge m where m.id = ${id})::uuid[])`,
  );
  await repointClaims(
    tx,
    'provisional_id',
    personId,
    mergedId,
    sql`c.id = any((select m.asked from person_merge m where m.id = ${id})::uuid[])`,
  );
  await tx.query(sql`
    update person_merge set undone_by = ${tx.actor.subject}, undone_at = ${tx.at}, undone_because = ${because}, version = version + 1
    where id = ${id}`);
  await settlePersons(tx, [personId], [], [personId]);
  await announcePersons(tx, life.transitions.part.event, await selectWholePersons(tx, sql`p.id = ${mergedId}`));
  await settlePersons(tx, [mergedId], [], []);
}

/** Takes back what the survivor was given, as far as nobody has said it otherwise since. */
async function takeBack(tx: Tx, mergeId: string, given: readonly Fact[]): Promise<void> {
  for (const fact of given) {
    const columns = [...FACTS[fact]];
    const isSame = columns.map((column) => sql`p.${raw(column)} is not distinct from ${wasOf(column)}`);
    const before = columns.map(
      (column) => sql`${raw(column)} = ${isCard(column) ? sql`null` : raw(`before.${column}`)}`,
    );
    await setFacts(tx, mergeId, join(before, ', '), join(isSame, ' and '));
  }
  // Whom the survivor claims to be by a number of the other record's alone.
  await setFacts(
    tx,
    mergeId,
    sql`claims = null, claims_for = null`,
    sql`p.claims = was.claims and before.claims is null and p.claimed_matricule is null and p.claimed_cin_hash is null`,
  );
}
