import { legalDayOf } from '@takwin/platform/clock';
import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import type { CinVault } from '../persons/cin.js';
import { heldHashing } from '../persons/read-card-keys.js';
import type { KonosysRow } from './konosys-row.js';
import { openClaims } from '../claims/claim.writer.js';
import { FORMER, formerHolders, isFormerNumber, OF_ROW } from '../corrections/read-former.js';
import { isToldAs } from '../persons/read-spelled.js';
import { holdNames } from '../persons/held-names.writer.js';
import {
  amendPersons,
  enterPersons,
  noteStatements,
  type Sent,
  settlePersons,
  takeNumbers,
  yieldNumbers,
} from '../persons/person.writer.js';
import { numberYieldsTo, yieldsTo } from '../persons/read-provenance.js';
import {
  learnYears,
  linesNotFollowed,
  movePlacements,
  placePersons,
  returnPersons,
  type Statement,
} from '../persons/placement.writer.js';
import { isCalled, isHeard } from '../persons/read-lookalikes.js';
import { MOST_PLACEMENTS } from '../persons/person.js';
import { CIN_HASH, hasCard, MATRICULE } from '../persons/read-holders.js';
import { isConfirmer } from '../rules.js';
import type { Field } from './konosys-header.js';
import { aimed, departNowhere, sayYears, takeCrowds } from './aim-rows.js';
import { claimYielded } from './claim-yielded.js';
import { fulfilClaims } from './accept-fulfilled.js';
import { partRows } from './part-rows.js';
import { readContradictory } from './read-contradictory.js';
import { contradicted, readRenamed } from './read-contradicted.js';
import { ToldOnce } from './told-once.js';
import { countWaiting, isOf, isVisible } from '../persons/read-persons.js';

/** `seen`: an earlier row of the same file about the same person was accepted. */
export type RosterRow = KonosysRow & { line: number; academyId: string; region: string; seen: boolean };
export type Conflict = {
  line: number;
  code:
    | 'ACADEMY_WAS_CLOSED'
    | 'ACADEMY_IS_SUSPENDED'
    | 'CONFLICTING_IDENTITY'
    | 'IDENTITY_WAS_CORRECTED'
    | 'CIN_OF_ANOTHER_PERSON'
    | 'IMPLAUSIBLE_AGE'
    | 'PERSON_MAY_BE_REGISTERED'
    | 'PERSON_TOLD_OTHERWISE'
    | 'PLACEMENT_TOLD_OTHERWISE'
    | 'TOO_MANY_PLACEMENTS';
  /** The column that is to blame, where it is not always the same. */
  field?: Field | null;
};
/** What the rows of a file came to so far: whom it speaks of, and who of them is new or other than before. */
export class Merged {
  readonly spoken = new Set<string>();
  readonly created = new Set<string>();
  readonly changed = new Set<string>();
  /** What its rows said of each person. */
  readonly told = new ToldOnce();
  /** Rows of which it is known in the end alone whether they were followed. */
  readonly open = new Map<number, { line: number; placementId: number; active: boolean }[]>();
  /** Departures from where nobody has placed the person. */
  readonly nowhere = new Set<number>();
  /** Of how many it speaks who wait to be confirmed. */
  unconfirmed = 0;
}

/**
 * Merges a batch of rows in a few statements, whatever their number and whatever they meet: persons by matricule, then placements. A
 * person whom `sender` may not read is left alone: the row makes one of the sender's own, who claims to be that one. A row spells a
 * name and gives nobody another one; the word of the region, the programme or a machine confirms; nobody is deleted, and a row that
 * says what is known already changes nothing. Returns what contradicts what is known in the sender's scope, by line and column.
 */
export async function mergeRoster(
  tx: Tx,
  rows: readonly RosterRow[],
  statement: Statement,
  sent: Sent,
  vault: CinVault,
  merged: Merged,
): Promise<Conflict[]> {
  const { sender } = sent;
  await loadRoster(tx, rows, vault);
  await holdAcademies(tx);
  await holdNames(
    tx,
    sql`select r.* from roster r where not exists (select from person p where ${isNumbered(sender)})`,
  );
  await meetPersons(tx, sender);
  const conflicts = [
    ...(await refuseRows(tx, sender, merged)),
    ...(await refuseContradictions(tx)),
    ...(isConfirmer(sender) ? [] : await refuseTwins(tx)),
    ...(await refuseCrowds(tx, statement)),
    ...(await refuseOpposites(tx, rows, merged)),
  ];
  // Whoever loses the race for a matricule or a CIN finds the winner's person now, and is judged by the same rules.
  let lost: Conflict[];
  const own: string[] = [];
  const yielded: string[] = [];
  do {
    yielded.push(...(await yieldNumbers(tx, ONE_PER_PERSON, sender)));
    for (const id of await takeNumbers(tx, sql`select person_id from roster`, sender)) merged.changed.add(id);
    own.push(...(await enterPersons(tx, ONE_PER_PERSON, sent)));
    for (const id of own) merged.created.add(id);
    await lockPersons(tx, sender);
    await meetPersons(tx, sender);
    lost = await refuseRows(tx, sender, merged);
    conflicts.push(...lost);
  } while (lost.length > 0 || (await isAnybodyUnmet(tx)));
  await claimYielded(tx, [...new Set(yielded)]);
  const amended = await amendPersons(tx, ONE_PER_PERSON, sent);
  for (const id of amended) merged.changed.add(id);
  await openClaims(tx, [...own, ...amended], { subject: sender.subject, importId: sent.importId });
  await noteStatements(tx, ONE_PER_PERSON, sent);
  await placeRows(tx, rows, statement, sender, merged);
  return conflicts;
}

async function placeRows(
  tx: Tx,
  rows: readonly RosterRow[],
  statement: Statement,
  sender: Sent['sender'],
  merged: Merged,
): Promise<void> {
  const active = new Map(rows.map((row) => [row.line, row.active]));
  // Once more, for whoever was met as the numbers were taken.
  await sayYears(tx);
  for (const id of await learnYears(tx, sql`select * from roster`)) merged.changed.add(id);
  for (const { line, personId } of await departNowhere(tx, statement)) {
    merged.spoken.add(personId);
    merged.nowhere.add(line);
  }
  for (const { personId, isOther, line, placementId, isOpen } of await placePersons(
    tx,
    aimed(statement),
    statement,
    sender,
  )) {
    merged.spoken.add(personId);
    if (isOther) merged.changed.add(personId);
    if (isOpen)
      merged.open.set(line, [...(merged.open.get(line) ?? []), { line, placementId, active: active.get(line)! }]);
  }
}

/** Persons whose placements are settled, and who are told of, in one statement. */
const AT_ONCE = 1000;

/** Once all rows are merged, which are one statement: moves those of whom it speaks, settles where they belong, and returns how many are new or other. */
export async function settleRoster(
  tx: Tx,
  statement: Statement,
  { sender, importId }: Sent,
  merged: Merged,
  isDry: boolean,
): Promise<number> {
  const apart = isDry && isConfirmer(sender) ? claimsBy(importId) : undefined;
  const all = [...new Set([...merged.spoken, ...merged.created])];
  let changes = 0;
  for (let next = 0; next < all.length; next += AT_ONCE) {
    const ids = all.slice(next, next + AT_ONCE);
    const returned = await returnPersons(tx, ids, statement, sender);
    const moved = returned.filter(({ isBack }) => isBack).map(idOf);
    moved.push(...(await movePlacements(tx, ids, statement, sender)));
    // A later file was worked before this one, and has by now said something new.
    for (const [number, back] of Map.groupBy(returned, (one) => one.number))
      if (number > statement.number) moved.push(...(await movePlacements(tx, back.map(idOf), { number }, sender)));
    const created = ids.filter((id) => merged.created.has(id));
    const changed = ids.filter((id) => merged.changed.has(id) && !merged.created.has(id));
    changes += await settlePersons(tx, ids, created, [...changed, ...moved]);
    await fulfilClaims(tx, ids, statement, sender);
    merged.unconfirmed += await countWaiting(tx, ids, apart);
  }
  return changes;
}

/**
 * Whether the person `p` claims to be somebody by this import. A trial by whose word confirms counts nobody of these: it leaves no claim, and the
 * count would tell without a trace who is known elsewhere.
 */
const claimsBy = (importId: string): Sql =>
  sql`exists (select from claim c where c.provisional_id = p.id and c.import_id = ${importId})`;

const idOf = ({ personId }: { personId: string }): string => personId;

/** The lines of a roster that is settled which were not followed: a later statement stays, which said otherwise of the person. */
export const notFollowed = (tx: Tx, { open }: Merged): Promise<number[]> =>
  linesNotFollowed(tx, [...open.values()].flat());

async function loadRoster(tx: Tx, rows: readonly RosterRow[], vault: CinVault): Promise<void> {
  await tx.query(sql`
    create temporary table if not exists roster(
      line int, matricule text, family text, given text, family_arabic text, given_arabic text, sex text,
      birth_date date, cin_hash bytea, cin_hashes bytea[], cin_sealed bytea, academy_id uuid, region text, group_code text, filiere text,
      level text, year int, active boolean, seen boolean, name_keys text[],
      person_id uuid, matricule_of uuid, cin_of uuid, twin_of uuid, is_alike boolean, alike_of uuid[],
      new_id uuid not null default gen_random_uuid(), not_of uuid[] not null default '{}'
    ) on commit drop`);
  await tx.query(sql`truncate roster`);
  const hashing = rows.some(({ cin }) => cin) ? await heldHashing(tx, vault) : undefined;
  const staged = rows.map(({ cin, ...row }) => ({
    ...row,
    cin_hashes: cin && vault.hashes(cin, hashing).map((hash) => `\\x${hash.toString('hex')}`),
    cin_sealed: cin && `\\x${vault.seal(cin).toString('hex')}`,
  }));
  await tx.query(sql`
    insert into roster
    select line, matricule, family, given, "familyArabic", "givenArabic", sex, "birthDate",
      cin_hashes[1]::bytea, cin_hashes::bytea[], cin_sealed::bytea, "academyId", region, "group", filiere, level, year, active, seen,
      person_name_keys(family, given, "familyArabic", "givenArabic")
    from jsonb_to_recordset(${JSON.stringify(staged)}::jsonb) as r(line int, matricule text, family text, given text,
      "familyArabic" text, "givenArabic" text, sex text, "birthDate" date, cin_hashes text[], cin_sealed text,
      "academyId" uuid, region text, "group" text, filiere text, level text, year int, active boolean, seen boolean)`);
  await tx.query(sql`
    update roster set group_code = called.code from (
      select r.line, coalesce(n.code, first_value(r.group_code) over (partition by r.academy_id, group_key(r.group_code) order by r.line)) as code
      from roster r left join group_name n on n.academy_id = r.academy_id and n.key = group_key(r.group_code)) called
    where called.line = roster.line and called.code <> roster.group_code`);
}

/** Whether the person `p` of the sender's scope has the matricule of the row `r`, or states it. */
const isNumbered = (sender: Sent['sender']): Sql =>
  sql`(p.matricule = r.matricule or p.claimed_matricule = r.matricule) and ${isVisible(sender, 'p')}`;

/**
 * Tells of each row who of the sender's scope it is about, and of a person who is new there whose the numbers are elsewhere, or the name.
 * The looks are the same whatever there is to be found.
 */
function lookForPersons(tx: Tx, sender: Sent['sender']): Promise<unknown> {
  // Said apart, so that an official's file of one name is looked for by the index of persons without a matricule.
  const isNamesake = isConfirmer(sender)
    ? sql`${MATRICULE} is null`
    : sql`(${MATRICULE} is null or ${isVisible(sender, 'p')})`;
  return tx.query(sql`
    update roster set person_id = met.person_id, matricule_of = met.matricule_of, cin_of = met.cin_of, twin_of = met.twin_of,
      is_alike = met.is_alike, alike_of = met.alike_of
    from (
      select r.line, known.id as person_id, holder.id as matricule_of, card.id as cin_of,
        coalesce(alike.twin_of, former.id) as twin_of, alike.is_mine as is_alike, alike.yields as alike_of
      from roster r left join lateral (
        select p.id from person p
        where ${isNumbered(sender)} and p.id <> all(r.not_of) order by p.matricule nulls last, p.academy_id = r.academy_id desc, p.id limit 1
      ) known on true
      left join lateral (
        select p.id from person p where p.matricule = r.matricule and not ${isVisible(sender, 'p')} and p.id <> all(r.not_of) limit 1
      ) holder on true
      left join lateral (
        select p.id from person p where p.cin_hash = any(r.cin_hashes) and not ${isVisible(sender, 'p')}
          and (p.id = holder.id or not ${numberYieldsTo(sender, 'cin')}) order by p.id limit 1
      ) card on true
      -- OFPPT's numbers tell two of one name apart where an official says them; else, and against somebody without one, only two CINs do.
      left join lateral (
        select bool_or(${isVisible(sender, 'p')} and not ${yieldsTo(sender)}) as is_mine,
          array_agg(p.id) filter (where ${yieldsTo(sender)}) as yields,
          (array_agg(p.id order by p.id) filter (where not ${isVisible(sender, 'p')} and not ${yieldsTo(sender)}))[1] as twin_of
        from person p
        where known.id is null and (${isCalled(sql`p`, sql`r.name_keys`)} or ${isHeard(sql`p`, sql`r`)})
          and coalesce(p.birth_date = r.birth_date, true) and ${isNamesake} and (${CIN_HASH} is null or r.cin_hash is null)
      ) alike on true
      left join lateral (
        select other.id from ${formerHolders(OF_ROW)} and known.id is null and not ${isVisible(sender, 'other')} order by other.id limit 1
      ) former on true
    ) met where met.line = roster.line`);
}

/** The same, until no row is met with somebody who is an academy's word alone and not the one whom an official's row tells of. */
async function meetPersons(tx: Tx, sender: Sent['sender']): Promise<void> {
  do await lookForPersons(tx, sender);
  while (await partRows(tx, sender));
}

/** Whether a row is left without a person: somebody else has got the number since it was looked for. */
async function isAnybodyUnmet(tx: Tx): Promise<boolean> {
  const row = await tx.one<{ is: boolean }>(sql`select exists (select from roster where person_id is null) as is`);
  return row!.is;
}

/** Takes the rows out of the batch that must not be merged: all that is wrong with each, by column. */
async function refuseRows(tx: Tx, sender: Sent['sender'], { created }: Merged): Promise<Conflict[]> {
  const is = (state: string): Sql =>
    sql`exists (select from academy a where a.id = r.academy_id and a.state = ${state})`;
  const otherwise = contradicted(sender);
  const isOtherwise = sql`r.seen and not ${isCalled(sql`p`, sql`r.name_keys`)}`;
  const judged = await tx.query<Conflict & { personId: string | null }>(sql`
    select r.line, fault.code, fault.field, p.id as "personId"
    from roster r left join person p on p.id = r.person_id left join ${FORMER} on true
      cross join lateral (values
        (1, 'ACADEMY_WAS_CLOSED', 'site', ${is('closed')}),
        (2, 'IDENTITY_WAS_CORRECTED', 'matricule', ${isFormerNumber(sender)}),
        (3, 'IDENTITY_WAS_CORRECTED', 'family', former.family),
        (4, 'IDENTITY_WAS_CORRECTED', 'given', former.given),
        (5, 'IDENTITY_WAS_CORRECTED', 'birthDate', former.birth_date),
        (6, 'IDENTITY_WAS_CORRECTED', 'cin', former.cin),
        (7, 'CONFLICTING_IDENTITY', 'family', ${otherwise.family}),
        (8, 'CONFLICTING_IDENTITY', 'given', ${otherwise.given}),
        (9, 'CONFLICTING_IDENTITY', 'birthDate', ${otherwise.birthDate}),
        (10, 'CONFLICTING_IDENTITY', 'cin', ${otherwise.cin}),
        (11, 'PERSON_TOLD_OTHERWISE', 'given', ${isOtherwise} and ${isToldAs('family')}),
        (12, 'PERSON_TOLD_OTHERWISE', 'family', ${isOtherwise} and not ${isToldAs('family')}),
        (13, 'CIN_OF_ANOTHER_PERSON', 'cin', r.cin_hash is not null and exists (
          select from person p where ${hasCard(sql`r.cin_hashes`)} and p.id is distinct from r.person_id and ${isVisible(sender, 'p')}
            and not ${numberYieldsTo(sender, 'cin')})),
        (14, 'ACADEMY_IS_SUSPENDED', 'site', ${is('suspended')} and (p.id is null or r.active and not ${isOf(sql`p`, sql`r.academy_id`)})),
        (15, 'IMPLAUSIBLE_AGE', 'birthDate', p.kind <> 'trainee' and r.birth_date > ${legalDayOf(tx.at)}::date - interval '16 years'),
        (16, 'PERSON_MAY_BE_REGISTERED', null, p.id is null and r.is_alike)
      ) fault(nth, code, field, is_one)
    where fault.is_one order by r.line, fault.nth`);
  const renamed = (await readRenamed(tx)).flatMap(({ line, personId, parts }) =>
    parts.map((field) => ({ line, code: 'CONFLICTING_IDENTITY' as const, field, personId })),
  );
  const found = [...judged, ...renamed];
  await tx.query(sql`delete from roster where line = any(${found.map(({ line }) => line)}::int[])`);
  // Of whom nothing was known before this file, it is the line above that says otherwise.
  return found.map(({ personId, ...one }) =>
    one.code === 'CONFLICTING_IDENTITY' && personId && created.has(personId)
      ? { ...one, code: 'PERSON_TOLD_OTHERWISE' }
      : one,
  );
}

async function refuseCrowds(tx: Tx, statement: Statement): Promise<Conflict[]> {
  await sayYears(tx);
  const lines = await takeCrowds(tx, statement, MOST_PLACEMENTS);
  return lines.map(({ line }) => ({ line, code: 'TOO_MANY_PLACEMENTS' }));
}

/** Of the rows that are left, takes those out that say otherwise than an earlier one what a person or a placement is. */
async function refuseOpposites(tx: Tx, rows: readonly RosterRow[], { told }: Merged): Promise<Conflict[]> {
  const left = await tx.query<{ line: number }>(sql`select line from roster`);
  const isLeft = new Set(left.map(({ line }) => line));
  const conflicts = rows.flatMap((row): Conflict[] => {
    const otherwise = isLeft.has(row.line) ? told.hear(row) : [];
    return otherwise.map((one) => ({ line: row.line, ...one }));
  });
  await tx.query(sql`delete from roster where line = any(${conflicts.map(({ line }) => line)}::int[])`);
  return conflicts;
}

/** Of the rows that are left, takes those out that contradict an earlier one. */
async function refuseContradictions(tx: Tx): Promise<Conflict[]> {
  const conflicts = await readContradictory(tx);
  if (conflicts.length > 0)
    await tx.query(sql`delete from roster where line = any(${conflicts.map(({ line }) => line)}::int[])`);
  return conflicts;
}

/** Of the rows that are left, takes those out that say of somebody new the name and birth date that an earlier one says under another matricule. */
const refuseTwins = (tx: Tx): Promise<Conflict[]> =>
  tx.query(sql`
    with keyed as (select r.*, key from roster r, unnest(r.name_keys) key)
    delete from roster where line in (
      select later.line from keyed later join keyed earlier using (key, birth_date)
      where later.person_id is null and earlier.line < later.line and earlier.matricule <> later.matricule
        and (earlier.cin_hash is null or later.cin_hash is null))
    returning line, 'PERSON_MAY_BE_REGISTERED' as code`);

/** One row speaks for each person of the batch: the one with the CIN, else the first. */
const ONE_PER_PERSON = sql`select distinct on (matricule) * from roster order by matricule, cin_hash nulls last, line`;

/** Keeps the academies from closing until the file is done. */
const holdAcademies = (tx: Tx): Promise<unknown> =>
  tx.query(sql`select from academy where id in (select academy_id from roster) order by id for share`);

/** Keeps the persons of the sender's scope where they are until the file is done. */
const lockPersons = (tx: Tx, sender: Sent['sender']): Promise<unknown> =>
  tx.query(sql`
    select from person p
    where (p.matricule = any(array(select matricule from roster)) or p.claimed_matricule = any(array(select matricule from roster)))
      and ${isVisible(sender, 'p')}
    order by p.id for no key update`);
