import { legalDayOf } from '@takwin/platform/clock';
import { refusing, type Tx } from '@takwin/platform/postgres';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import { announcePersons } from '../persons/announce-persons.js';
import { CinTaken, MatriculeTaken } from '../persons/person.js';
import { personLife as life } from '../persons/person.life.js';
import { settlePersons } from '../persons/person.writer.js';
import { handOverPlacements, partPlacements } from '../persons/placement.writer.js';
import { selectWholePersons } from '../persons/read-persons.js';

/** Why two records are one, and what says so: a document, or a claim that was accepted. */
export type Decision = { reason: string | null; document: string | null; claimId: string | null };

/** What one record may have that the other one lacks, in columns of both; the first of them tells whether it is there. */
const FACTS = {
  matricule: ['matricule', 'claimed_matricule'],
  cin: ['cin_hash', 'cin_sealed', 'claimed_cin_hash', 'claimed_cin_sealed'],
  birthDate: ['birth_date', 'birth_date_confirmed'],
  sex: ['sex'],
  arabicName: ['family_ar', 'given_ar'],
} as const;
export type Fact = keyof typeof FACTS;

const NUMBERS: readonly string[] = ['matricule', 'cin'] satisfies Fact[];
const columnsOf = (facts: readonly Fact[]): string[] => facts.flatMap((fact) => [...FACTS[fact]]);
/** Cards stand apart from what is kept of a record as it was. */
const isCard = (column: string): boolean => column.includes('cin_');
const CARDS = sql`- 'cin_hash' - 'cin_sealed' - 'claimed_cin_hash' - 'claimed_cin_sealed'`;
const WAS = sql`jsonb_populate_record(null::person, m.person_was) was`;
const wasOf = (column: string): Sql => raw(isCard(column) ? `m.${column}` : `was.${column}`);

/** Holds records against others who merge, claim, import or correct them: in one order. Returns those that are there. */
export const lockPersons = async (tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  const held = await tx.query<{ id: string }>(sql`
    select id from person where id = any(${ids}::uuid[]) order by id for update`);
  return new Set(held.map(({ id }) => id));
};

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
  await tx.query(sql`update person set claims = ${into} where claims = ${id} and id <> ${into}`);
  await repoint(tx, 'person_id', id, into);
  await repoint(tx, 'provisional_id', id, into);
  await tx.query(sql`delete from person_statement where person_id = ${id}`);
  await tx.query(sql`update person set state = ${life.transitions.merge.to}, version = version + 1 where id = ${id}`);
  const gone = await selectWholePersons(tx, sql`p.id = ${id}`);
  await tx.query(sql`delete from person where id = ${id}`);
  await give(tx, mergeId, given);
  await settlePersons(tx, [into], [], [into]);
  // Without the number: it is the survivor's from now on, or nobody's.
  await announcePersons(
    tx,
    life.transitions.merge.event,
    gone.map((one) => ({ ...one, matricule: null })),
    into,
  );
  await tx.query(sql`
    update person_merge set placements_are = (select coalesce(jsonb_agg(l), '[]') from placement l where l.person_id = ${into})
    where id = ${mergeId}`);
  return mergeId;
}

/** Has claims that name one record name another one, but where there is the same of that one, or they would name it twice. */
const repoint = (tx: Tx, column: 'person_id' | 'provisional_id', from: string, to: string, which = sql`true`) => {
  const [here, there] = column === 'person_id' ? [column, 'provisional_id'] : [column, 'person_id'];
  return tx.query(sql`
    update claim c set ${raw(here)} = ${to} where c.${raw(here)} = ${from} and c.${raw(there)} <> ${to} and ${which} and not exists (
      select from claim o where o.${raw(here)} = ${to} and o.${raw(there)} = c.${raw(there)})`);
};

/** Gives the survivor of a merge what it lacks; with a number that is somebody else's, that it claims to be that one. */
async function give(tx: Tx, mergeId: string, given: readonly Fact[]): Promise<void> {
  if (given.length === 0) return;
  const claims = given.some((fact) => NUMBERS.includes(fact));
  const set = [
    ...columnsOf(given).map((column) => sql`${raw(column)} = ${wasOf(column)}`),
    ...(claims ? [sql`claims = coalesce(p.claims, nullif(was.claims, p.id))`] : []),
    ...(claims ? [sql`claims_for = case when was.claims <> p.id then p.academy_id else p.claims_for end`] : []),
  ];
  await tx.query(sql`
    update person p set ${join(set, ', ')} from person_merge m, ${WAS} where m.id = ${mergeId} and p.id = m.person_id`);
}

/** A merge of which the transaction holds the survivor. */
export type Standing = { id: string; mergedId: string; personId: string; given: readonly Fact[] };

/**
 * Parts two records that were one: each has what it had before the merge, and what was stated since is the survivor's. Refuses MATRICULE_IS_TAKEN
 * and CIN_IS_TAKEN where somebody else has by now what the other record had.
 */
export async function partPersons(tx: Tx, { id, mergedId, personId, given }: Standing, because: string): Promise<void> {
  await takeBack(tx, id, given);
  await refusing(
    tx.query(sql`
      insert into person select (jsonb_populate_record(null::person, m.person_was || jsonb_build_object(
        'cin_hash', m.cin_hash, 'cin_sealed', m.cin_sealed, 'claimed_cin_hash', m.claimed_cin_hash,
        'claimed_cin_sealed', m.claimed_cin_sealed, 'version', (m.person_was->>'version')::int + 2))).*
      from person_merge m where m.id = ${id}`),
    { person_matricule: () => new MatriculeTaken(), person_cin: () => new CinTaken() },
  );
  await partPlacements(tx, id);
  await tx.query(sql`delete from person_alias where id = ${mergedId}`);
  // Who had been merged into the record before this answers with it again.
  await tx.query(sql`
    with recursive before(id) as (
      select o.merged_id from person_merge o where o.person_id = ${mergedId} and o.undone_at is null
      union select o.merged_id from before join person_merge o on o.person_id = before.id and o.undone_at is null)
    update person_alias a set person_id = ${mergedId} from before where a.id = before.id`);
  await tx.query(sql`
    update person p set claims = ${mergedId} from person_merge m where m.id = ${id} and p.id = any(m.claimants) and p.claims = ${personId}`);
  await repoint(
    tx,
    'person_id',
    personId,
    mergedId,
    sql`c.id = any((select m.claims from person_merge m where m.id = ${id})::uuid[])`,
  );
  await repoint(
    tx,
    'provisional_id',
    personId,
    mergedId,
    sql`c.id = any((select m.asked from person_merge m where m.id = ${id})::uuid[])`,
  );
  await tx.query(sql`
    insert into person_statement(import_id, person_id)
    select i.id, ${mergedId} from person_merge m join import i on i.id = any(m.statements) where m.id = ${id} on conflict do nothing`);
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
    await tx.query(sql`
      update person p set ${join(before, ', ')}
      from person_merge m, ${WAS}, jsonb_populate_record(null::person, m.survivor_was) before
      where m.id = ${mergeId} and p.id = m.person_id and ${join(isSame, ' and ')}`);
  }
  // Whom the survivor claims to be by a number of the other record's alone.
  await tx.query(sql`
    update person p set claims = null, claims_for = null
    from person_merge m, ${WAS} where m.id = ${mergeId} and p.id = m.person_id and p.claims = was.claims
      and m.survivor_was->>'claims' is null and p.claimed_matricule is null and p.claimed_cin_hash is null`);
}
