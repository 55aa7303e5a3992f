import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { refusing, type Tx } from '@takwin/platform/postgres';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { Proof } from '../corrections/correction.js';
import { keepCorrection } from '../corrections/correction.writer.js';
import { demandNotFormerNumber } from '../corrections/read-former.js';
import { dropClaims, openClaims } from '../claims/claim.writer.js';
import { announcePersons } from './announce-persons.js';
import { demandUnknown } from './held-names.writer.js';
import { heirsOf, INHERITS } from './read-heirs.js';
import { personLife as life } from './person.life.js';
import { CinTaken, MatriculeTaken, OUTRUN, type PersonState, type PersonView } from './person.js';
import { endPlacements, LATEST, placeAtHome, resumePlacements } from './placement.writer.js';
import {
  confirmedBy,
  confirmsBy,
  isCardReplaced,
  PROVENANCE,
  provenanceBy,
  spelledFrom,
  statedBy,
} from './read-provenance.js';
import { CIN_HASH, type KeptCin, MATRICULE, readHolders } from './read-holders.js';
import { BORNE_OUT, borneOut, claimsOf, isOtherCin, type Known, nameOf } from './read-known.js';
import { readLookalikes } from './read-lookalikes.js';
import { selectPersons, selectWholePersons, WAITS } from './read-persons.js';
import { TAKEN, takersOf, YIELDED, yieldingTo } from './read-yielding.js';
import { ARABIC_SAID, IS_SPELLED } from './read-spelled.js';
import type { PersonSeed } from './reference/trainer-persons.js';
import { isConfirmer } from '../rules.js';

type Asked = Pick<PersonView, 'kind' | 'academyId'> & {
  matricule?: string;
  name: { family: string; given: string; familyArabic?: string | null; givenArabic?: string | null };
  birthDate?: string;
  group?: string;
  filiere?: string;
  year?: number;
  distinctFrom?: { personIds: readonly string[]; reason: string };
};

/**
 * Takes a person in with a first placement. Refuses MATRICULE_IS_TAKEN, CIN_IS_TAKEN, IDENTITY_WAS_CORRECTED and
 * PERSON_MAY_BE_REGISTERED by somebody whom the actor may read; where it may be somebody else, the person is there for the actor's scope alone and claims to be that one.
 */
export async function registerPerson(tx: Tx, asked: Asked, region: string, cin: KeptCin | null): Promise<PersonView> {
  const { kind, academyId, matricule = null, name, birthDate = null, distinctFrom } = asked;
  const { group = null, filiere = null, year = null } = asked;
  const holders = await readHolders(tx, { matricule, cin });
  const cinHash = cin?.hashes[0] ?? null;
  const [said, others] = [{ name, birthDate, matricule, cinHash }, distinctFrom?.personIds ?? []];
  const former = await demandNotFormerNumber(tx, said, others);
  const twin = (await demandUnknown(tx, said, others)) ?? former;
  const claims = holders.matricule ?? holders.cin ?? twin;
  const [isTheirs, hasTheirs] = [holders.matricule !== null, holders.cin !== null];
  const entered = await refusing(
    tx.one<{ id: string }>(sql`
      insert into person(kind, matricule, claimed_matricule, cin_hash, cin_sealed, claimed_cin_hash, claimed_cin_sealed, claims,
        claims_for, family_fr, given_fr, family_ar, given_ar, birth_date, academy_id, region, distinct_from, distinct_reason,
        created_by, ${PROVENANCE})
      select ${kind}, case when not n.is_theirs then n.matricule end, case when n.is_theirs then n.matricule end,
        case when not n.has_theirs then n.hash end, case when not n.has_theirs then n.sealed end,
        case when n.has_theirs then n.hash end, case when n.has_theirs then n.sealed end, n.claims,
        case when n.claims is not null then ${academyId}::uuid end, ${name.family}, ${name.given},
        ${name.familyArabic ?? null}, ${name.givenArabic ?? null}, ${birthDate}::date, ${academyId}::uuid, ${region},
        ${distinctFrom?.personIds ?? null}::uuid[], ${distinctFrom?.reason ?? null}, ${tx.actor.subject},
        ${provenanceBy(tx.actor, tx.at, { claims: sql`n.claims`, matricule: sql`n.matricule`, cin: sql`n.hash` })}
      from (select ${matricule}::text as matricule, ${isTheirs}::boolean as is_theirs, ${cinHash}::bytea as hash,
        ${cin?.sealed ?? null}::bytea as sealed, ${hasTheirs}::boolean as has_theirs, ${claims}::uuid as claims) n
      returning id`),
    OUTRUN,
  );
  const { id } = entered!;
  await openClaims(tx, [id], { subject: tx.actor.subject, importId: null });
  await placeAtHome(tx, [id], { group, filiere, year });
  const [made] = await tellAndShow(tx, 'register', [id]);
  return made!;
}

/** `proof` tells why what is known is exchanged; absent of what was not known, and of a spelling. */
type Corrected = Partial<Pick<Asked, 'matricule' | 'name' | 'birthDate' | 'distinctFrom'>> & { proof?: Proof };

/**
 * Corrects a person who is held; what is absent stays, and where nothing is other nobody is told. Refuses MATRICULE_IS_TAKEN,
 * CIN_IS_TAKEN, IDENTITY_WAS_CORRECTED, and PERSON_MAY_BE_REGISTERED of those whom the person was not alike before.
 */
export async function changePerson(tx: Tx, known: Known, to: Corrected, cin?: KeptCin): Promise<PersonView> {
  const { id } = known;
  const { matricule = known.matricule, birthDate = known.birthDate, distinctFrom, proof } = to;
  const name = nameOf(known, to.name);
  const newMatricule = matricule === known.matricule ? null : matricule;
  const newCin = cin && isOtherCin(known, cin) ? cin : null;
  const isOut = borneOut(tx.actor, known, { birthDate: to.birthDate, matricule: to.matricule, cin });
  const holders = await readHolders(tx, { matricule: newMatricule, cin: newCin }, id);
  const [isTheirs, hasTheirs] = [holders.matricule !== null, holders.cin !== null];
  const cinHash = newCin?.hashes[0] ?? known.cinHash;
  const alike = await readLookalikes(tx, known);
  const others = [id, ...known.twins, ...alike.map(({ personId }) => personId), ...(distinctFrom?.personIds ?? [])];
  const said = { name, birthDate, matricule: newMatricule, cinHash };
  const former = await demandNotFormerNumber(tx, said, [id, ...(distinctFrom?.personIds ?? [])]);
  const twin = (await demandUnknown(tx, { ...said, matricule }, others)) ?? former;
  const claims = claimsOf(known, {
    holder: holders.matricule ?? holders.cin,
    keepsNumber: (known.claimsMatricule && newMatricule === null) || (known.claimsCin && newCin === null),
    byNumber: (newMatricule ? isTheirs : known.claimsMatricule) || (newCin ? hasTheirs : known.claimsCin),
    byName: known.confirmed ? null : twin,
    others: distinctFrom?.personIds ?? [],
  });
  const isRenamed = sql`(p.family_fr, p.given_fr, p.family_ar, p.given_ar) is distinct from
    (${name.family}::text, ${name.given}::text, ${name.familyArabic}::text, ${name.givenArabic}::text)`;
  const isAdded = sql`(${MATRICULE}, p.birth_date, ${CIN_HASH}) is distinct from
    (${matricule}::text, ${birthDate}::date, ${cinHash}::bytea)`;
  if (proof) {
    const becoming = { name, birthDate, matricule, cinHash, cinSealed: newCin?.sealed ?? null };
    await keepCorrection(tx, id, becoming, sql`${isAdded} or ${isRenamed}`, proof);
  }
  const kept = (column: string, isNew: boolean, value: Sql): Sql =>
    sql`${raw(column)} = ${isNew ? value : raw(`p.${column}`)}`;
  const changed = await refusing(
    tx.query<{ id: string }>(sql`
      update person p set
        ${kept('matricule', newMatricule !== null, sql`${isTheirs ? null : newMatricule}::text`)},
        ${kept('claimed_matricule', newMatricule !== null, sql`${isTheirs ? newMatricule : null}::text`)},
        ${kept('cin_hash', newCin !== null, sql`${hasTheirs ? null : cinHash}::bytea`)},
        ${kept('cin_sealed', newCin !== null, sql`${hasTheirs ? null : newCin?.sealed}::bytea`)},
        ${kept('claimed_cin_hash', newCin !== null, sql`${hasTheirs ? cinHash : null}::bytea`)},
        ${kept('claimed_cin_sealed', newCin !== null, sql`${hasTheirs ? newCin?.sealed : null}::bytea`)},
        claims = ${claims}, claims_for = case when ${claims}::uuid is not null then coalesce(p.claims_for, p.academy_id) end,
        spelled_from = ${proof ? sql`null` : spelledFrom(isRenamed)}, birth_date = ${birthDate},
        name_corrected_at = case when ${proof !== undefined} and ${isRenamed} then ${tx.at}::timestamptz else name_corrected_at end,
        (${BORNE_OUT}) = (${isOut}), stated_by = ${statedBy(tx.actor, isAdded)},
        family_fr = ${name.family}, given_fr = ${name.given}, family_ar = ${name.familyArabic}, given_ar = ${name.givenArabic},
        distinct_from = nullif(coalesce(distinct_from, '{}') || ${distinctFrom?.personIds ?? []}::uuid[], '{}'),
        distinct_reason = nullif(concat_ws('; ', distinct_reason, ${distinctFrom?.reason ?? null}::text), ''),
        version = version + 1
      where id = ${id} and state = any(${life.from('change')}) and (${isAdded} or ${isRenamed}
        or (${BORNE_OUT}) <> (${isOut}) or claims is distinct from ${claims}::uuid)
      returning id`),
    OUTRUN,
  );
  await dropClaims(tx, id, claims);
  await openClaims(tx, [id], { subject: tx.actor.subject, importId: null });
  await tell(tx, 'change', idsOf(changed));
  return (await selectPersons(tx, sql`p.id = ${id}`))[0]!;
}

/** Takes those of the persons in who are not there yet, each placed in the own academy. */
export async function registerSeeds(tx: Tx, seeds: readonly PersonSeed[]): Promise<void> {
  const added = await tx.query<{ id: string }>(sql`
    insert into person(id, kind, matricule, family_fr, given_fr, family_ar, given_ar, synthetic, academy_id, region, created_by)
    select id, kind, matricule, substr(name->>'fr', strpos(name->>'fr', ' ') + 1), split_part(name->>'fr', ' ', 1),
      substr(name->>'ar', strpos(name->>'ar', ' ') + 1), split_part(name->>'ar', ' ', 1), true, "academyId", region, 'reference'
    from jsonb_to_recordset(${JSON.stringify(seeds)}::jsonb)
      as p(id uuid, kind text, matricule text, name jsonb, "academyId" uuid, region text)
    on conflict do nothing returning id`);
  const ids = idsOf(added);
  await placeAtHome(tx, ids);
  await tell(tx, 'register', ids);
}

/** Whose roster it is, and which import. */
export type Sent = { sender: Actor; importId: string };

/** Takes those in whom `rows`, one row of a sender's roster for each person, tell of and who are not in the sender's scope: their ids. */
export async function enterPersons(tx: Tx, rows: Sql, { sender, importId }: Sent): Promise<string[]> {
  const entered = await tx.query<{ id: string }>(sql`
    insert into person(id, kind, matricule, claimed_matricule, cin_hash, cin_sealed, claimed_cin_hash, claimed_cin_sealed, claims, claims_for,
      family_fr, given_fr, family_ar, given_ar, birth_date, sex, academy_id, region, created_by, ${PROVENANCE})
    select new_id, 'trainee', case when matricule_of is null then matricule end, case when matricule_of is not null then matricule end,
      case when cin_of is null then cin_hash end, case when cin_of is null then cin_sealed end,
      case when cin_of is not null then cin_hash end, case when cin_of is not null then cin_sealed end, claims,
      case when claims is not null then academy_id end, family, given, family_arabic, given_arabic, birth_date, sex,
      academy_id, region, 'import', ${provenanceBy(sender, tx.at, { claims: sql`claims`, matricule: sql`matricule`, cin: sql`cin_hash` }, importId)}
    from (select r.*, coalesce(r.matricule_of, r.cin_of, r.twin_of) as claims from (${rows}) r where r.person_id is null) r
    on conflict do nothing returning id`);
  return idsOf(entered);
}

/**
 * Writes of the persons what `rows` of a sender, one row of a roster for each, say anew, and confirms them where the sender's word does:
 * the ids of those who changed.
 */
export async function amendPersons(tx: Tx, rows: Sql, { sender, importId }: Sent): Promise<string[]> {
  const confirms = confirmsBy(sender);
  const isReplaced = sql`${CIN_HASH} <> all(r.cin_hashes) and ${isCardReplaced(sender)}`;
  const isNewCard = sql`(r.cin_hash is not null and (${CIN_HASH} is null or ${isReplaced}))`;
  const card = (column: string, isTheirs: boolean, value: Sql): Sql =>
    sql`${raw(column)} = case when not ${isNewCard} then p.${raw(column)} when (r.cin_of is not null) = ${isTheirs} then ${value} end`;
  const said = (column: string, value: Sql): Sql =>
    sql`${raw(column)} = case when ${IS_SPELLED} then ${value} else p.${raw(column)} end`;
  const amended = await tx.query<{ id: string }>(sql`
    update person p set
      ${card('cin_hash', false, sql`r.cin_hash`)}, ${card('cin_sealed', false, sql`r.cin_sealed`)},
      ${card('claimed_cin_hash', true, sql`r.cin_hash`)}, ${card('claimed_cin_sealed', true, sql`r.cin_sealed`)},
      claims = coalesce(p.claims, case when ${isNewCard} then r.cin_of end),
      claims_for = case when ${isNewCard} and r.cin_of is not null then coalesce(p.claims_for, p.academy_id) else p.claims_for end,
      ${said('family_fr', sql`r.family`)}, ${said('given_fr', sql`r.given`)}, spelled_from = ${spelledFrom(IS_SPELLED)},
      ${said('family_ar', ARABIC_SAID.family)}, ${said('given_ar', ARABIC_SAID.given)},
      birth_date = coalesce(p.birth_date, r.birth_date), sex = coalesce(r.sex, p.sex),
      birth_date_confirmed = ${confirms} or p.birth_date_confirmed and (p.birth_date is not null or r.birth_date is null),
      matricule_confirmed = p.matricule_confirmed or ${confirms},
      cin_confirmed = case when ${CIN_HASH} = any(r.cin_hashes) then p.cin_confirmed or ${confirms} when ${isNewCard} then ${confirms} else p.cin_confirmed end,
      stated_by = ${statedBy(sender, sql`p.birth_date is null and r.birth_date is not null or ${isNewCard}`)},
      ${confirmedBy(tx, confirms, { sender, importId })}
    from (${rows}) r
    where p.id = r.person_id and (${IS_SPELLED}
      or (r.sex is not null and r.sex is distinct from p.sex)
      or (p.birth_date is null and r.birth_date is not null)
      or ${isNewCard}
      or ${confirms} and (not (p.confirmed and p.birth_date_confirmed and p.matricule_confirmed) or not p.cin_confirmed and ${CIN_HASH} = any(r.cin_hashes)))
    returning p.id`);
  return idsOf(amended);
}

/** Has those give way of whom `yieldingTo` tells, to `rows` of an official's roster, one for each person: who did. */
export async function yieldNumbers(tx: Tx, rows: Sql, sender: Actor): Promise<string[]> {
  const yielded = await tx.query<{ id: string }>(sql`
    update person p set ${YIELDED}, version = p.version + 1 from (${yieldingTo(rows, sender)}) y where p.id = y.id returning p.id`);
  return idsOf(yielded);
}

/** Gives these persons what they claim and nobody has, where the actor confirms by their word: who took something. */
export async function takeNumbers(tx: Tx, ids: Sql, actor: Actor): Promise<string[]> {
  if (!isConfirmer(actor)) return [];
  const taken = await refusing(
    tx.query<{ id: string; claims: string | null }>(
      sql`update person p set ${TAKEN} from (${takersOf(ids, actor)}) t where p.id = t.id returning p.id, p.claims`,
    ),
    OUTRUN,
  );
  for (const { id, claims } of taken) await dropClaims(tx, id, claims);
  return idsOf(taken);
}

/**
 * Confirms those of these persons of whom something waits for that, unless it is what the actor stated as an academy, or is about them:
 * these, as they are then.
 */
export async function confirmPersons(
  tx: Tx,
  ids: readonly string[],
  importId: string | null = null,
): Promise<PersonView[]> {
  const confirms = confirmsBy(tx.actor);
  const confirmed = await tx.query<{ id: string }>(sql`
    update person p set (${BORNE_OUT}) = (true, true, true), ${confirmedBy(tx, confirms, { sender: tx.actor, importId })}, version = p.version + 1
    where p.id = any(${ids}::uuid[]) and p.state = any(${life.from('confirm')}) and ${WAITS} and ${confirms} returning p.id`);
  return tellAndShow(tx, 'confirm', idsOf(confirmed));
}

/** Notes which of the persons whom `rows` of a roster tell of wait to be confirmed: so that an import can be confirmed whole. */
export const noteStatements = (tx: Tx, rows: Sql, { sender, importId }: Sent): Promise<unknown> | undefined =>
  isConfirmer(sender)
    ? undefined
    : tx.query(sql`
        insert into person_statement(import_id, person_id)
        select ${importId}::uuid, p.id from (${rows}) r join person p on p.id = r.person_id where ${WAITS} on conflict do nothing`);

/**
 * Settles where those belong whose placements were written, and tells of those who were `created`, have `changed` or belong elsewhere
 * by now: how many. The home academy is that of the active placement that was stated last; a person none of whose placements is
 * active is inactive, and has left today who was here before.
 */
export async function settlePersons(
  tx: Tx,
  ids: readonly string[],
  created: readonly string[],
  changed: readonly string[],
): Promise<number> {
  const settled = await tx.query<{ id: string; before: PersonState; now: PersonState }>(sql`
    update person p
    set academy_id = home.academy_id, region = home.region, state = home.state,
      claims_for = case when home.academy_id = p.claims_for then p.claims_for end,
      inactive_reason = case when p.state = 'inactive' and home.state = 'inactive' then p.inactive_reason end,
      left_on = case when home.state = 'active' or p.id = any(${created}::uuid[]) then null
        when p.state = 'inactive' then p.left_on else ${legalDayOf(tx.at)}::date end,
      version = p.version + (p.id <> all(${created}::uuid[]))::int
    from (
      select known.id, coalesce(latest.academy_id, known.academy_id) as academy_id,
        coalesce(latest.region, known.region) as region,
        case when latest.academy_id is null then 'inactive' else 'active' end as state
      from person known left join lateral (
        select l.academy_id, l.region from placement l
        where l.person_id = known.id and l.state = 'active' order by ${LATEST} limit 1
      ) latest on true
      where known.id = any(${ids}::uuid[])
    ) home
    where p.id = home.id
      and (p.id = any(${[...created, ...changed]}::uuid[]) or (p.academy_id, p.state) <> (home.academy_id, home.state))
    returning p.id, old.state as before, new.state as now`);
  const isNew = new Set(created);
  const left = (one: (typeof settled)[number]): boolean => one.before === 'active' && one.now === 'inactive';
  const known = settled.filter(({ id }) => !isNew.has(id));
  await tell(tx, 'register', idsOf(settled.filter(({ id }) => isNew.has(id))));
  await tell(tx, 'change', idsOf(known.filter((one) => !left(one))));
  await tell(tx, 'deactivate', idsOf(known.filter(left)));
  return settled.length;
}

/** Lets those of the persons go who are active, today and for a reason, and ends their placements: these, as they are then. */
export async function deactivatePersons(tx: Tx, ids: readonly string[], reason: string): Promise<PersonView[]> {
  const left = await tx.query<{ id: string }>(sql`
    update person set state = 'inactive', inactive_reason = ${reason}, left_on = ${legalDayOf(tx.at)}, left_by = nextval('statement_number'),
      version = version + 1
    where id = any(${ids}::uuid[]) and state = any(${life.from('deactivate')}) returning id`);
  const gone = idsOf(left);
  await endPlacements(tx, gone);
  return tellAndShow(tx, 'deactivate', gone);
}

/** Takes those of the persons back who are inactive, each into the latest placement at home: these, as they are then. */
export async function reactivatePersons(tx: Tx, ids: readonly string[]): Promise<PersonView[]> {
  const returned = await tx.query<{ id: string }>(sql`
    update person set state = 'active', inactive_reason = null, left_on = null, version = version + 1
    where id = any(${ids}::uuid[]) and state = any(${life.from('reactivate')}) returning id`);
  const back = idsOf(returned);
  await resumePlacements(tx, back);
  return tellAndShow(tx, 'reactivate', back);
}

/** A person who is refused to be somebody of the same name is another one; a number stays whose it is. */
export const releasePerson = (tx: Tx, id: string): Promise<unknown> =>
  tx.query(sql`
    update person set claims = null, claims_for = null
    where id = ${id} and claimed_matricule is null and claimed_cin_hash is null`);

/**
 * Takes a record out that turned out to be of `into`, whom those claim from now on who claimed it: as it was. The merge has kept what
 * is to be put back.
 */
export async function takeOut(tx: Tx, id: string, into: string): Promise<PersonView[]> {
  await tx.query(sql`update person set claims = ${into} where claims = ${id} and id <> ${into}`);
  await tx.query(sql`delete from person_statement where person_id = ${id}`);
  await tx.query(sql`update person set state = ${life.transitions.merge.to}, version = version + 1 where id = ${id}`);
  const gone = await selectWholePersons(tx, sql`p.id = ${id}`);
  await tx.query(sql`delete from person where id = ${id}`);
  return gone;
}

/** Lets a person go who is to be erased, and tells others for the last time who that is. Who claimed a number of theirs inherits it. */
export async function beginErasure(tx: Tx, id: string, keepsCredentials: boolean): Promise<void> {
  await endPlacements(tx, [id]);
  await tx.query(sql`
    update person set state = ${life.transitions.beginErasure.to}, left_on = coalesce(left_on, ${legalDayOf(tx.at)}::date), version = version + 1
    where id = ${id}`);
  const gone = await selectWholePersons(tx, sql`p.id = ${id}`);
  await announcePersons(tx, life.transitions.beginErasure.event, gone, { erasure: 'begun', keepsCredentials });
  await tx.query(sql`update person set matricule = null, cin_hash = null, cin_sealed = null where id = ${id}`);
  await tx.query(sql`update person p set ${INHERITS} from (${heirsOf(id)}) c where p.id = c.id`);
}

/** Puts the record back that a merge took out, with those who claimed it. Refuses MATRICULE_IS_TAKEN and CIN_IS_TAKEN. */
export async function putBack(tx: Tx, mergeId: string): Promise<void> {
  await refusing(
    tx.query(sql`
      insert into person select (jsonb_populate_record(null::person, m.person_was || jsonb_build_object(
        'cin_hash', m.cin_hash, 'cin_sealed', m.cin_sealed, 'claimed_cin_hash', m.claimed_cin_hash,
        'claimed_cin_sealed', m.claimed_cin_sealed, 'version', (m.person_was->>'version')::int + 2))).*
      from person_merge m where m.id = ${mergeId}`),
    { person_matricule: () => new MatriculeTaken(), person_cin: () => new CinTaken() },
  );
  await tx.query(sql`
    update person p set claims = m.merged_id from person_merge m
    where m.id = ${mergeId} and p.id = any(m.claimants) and p.claims = m.person_id`);
  await tx.query(sql`
    insert into person_statement(import_id, person_id) select i.id, m.merged_id
    from person_merge m join import i on i.id = any(m.statements) where m.id = ${mergeId} on conflict do nothing`);
}

/** Sets facts of the survivor `p` of a merge `m`: from the record that went, as it `was`, or back to what the survivor had `before`. */
export const setFacts = (tx: Tx, mergeId: string, set: Sql, where = sql`true`): Promise<unknown> =>
  tx.query(sql`
    update person p set ${set} from person_merge m, jsonb_populate_record(null::person, m.person_was) was,
      jsonb_populate_record(null::person, m.survivor_was) before
    where m.id = ${mergeId} and p.id = m.person_id and ${where}`);

const idsOf = (some: readonly { id: string }[]): string[] => some.map(({ id }) => id);

async function tell(tx: Tx, by: keyof typeof life.transitions, ids: readonly string[]): Promise<void> {
  const changed = await selectWholePersons(tx, sql`p.id = any(${ids}::uuid[])`);
  await announcePersons(tx, life.transitions[by].event, changed);
}

async function tellAndShow(tx: Tx, by: keyof typeof life.transitions, ids: readonly string[]): Promise<PersonView[]> {
  await tell(tx, by, ids);
  return selectPersons(tx, sql`p.id = any(${ids}::uuid[])`);
}

/** Keeps cards under other keys: the same numbers of the same persons. */
export const keepCards = (tx: Tx, cards: readonly { id: string; sealed: Buffer; hash: Buffer }[]): Promise<unknown> =>
  tx.query(sql`
    update person p set
      cin_sealed = case when p.cin_sealed is not null then c.sealed end,
      cin_hash = case when p.cin_hash is not null then c.hash end,
      claimed_cin_sealed = case when p.claimed_cin_sealed is not null then c.sealed end,
      claimed_cin_hash = case when p.claimed_cin_hash is not null then c.hash end
    from unnest(${cards.map(({ id }) => id)}::uuid[], ${cards.map(({ sealed }) => sealed)}::bytea[],
      ${cards.map(({ hash }) => hash)}::bytea[]) c(id, sealed, hash)
    where p.id = c.id`);
