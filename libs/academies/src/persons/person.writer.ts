import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { refusing, type Tx } from '@takwin/platform/postgres';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import { readLookalikes, type Identity, keysOf } from './read-lookalikes.js';
import { announcePersons } from './announce-persons.js';
import { personLife as life } from './person.life.js';
import { CinTaken, MatriculeTaken, PersonMayBeRegistered, type PersonState, type PersonView } from './person.js';
import { isVisible, selectPersons, selectWholePersons, WAITS } from './read-persons.js';
import { endPlacements, LATEST, placeAtHome, resumePlacements } from './placement.writer.js';
import type { PersonSeed } from './reference/trainer-persons.js';
import { ACCREDITORS, isConfirmer } from '../rules.js';

type Asked = Pick<PersonView, 'kind' | 'academyId'> & {
  matricule?: string;
  name: { family: string; given: string; familyArabic?: string | null; givenArabic?: string | null };
  birthDate?: string;
  group?: string;
  filiere?: string;
  year?: number;
  distinctFrom?: { personIds: readonly string[]; reason: string };
};
/** The number of an identity card as the register keeps it, under the first of what it may be kept under. */
export type KeptCin = { hashes: readonly Buffer[]; sealed: Buffer };

/** Takes a person in with a first placement. Refuses MATRICULE_IS_TAKEN, CIN_IS_TAKEN and PERSON_MAY_BE_REGISTERED. */
export async function registerPerson(tx: Tx, asked: Asked, region: string, cin: KeptCin | null): Promise<PersonView> {
  const {
    kind,
    academyId,
    matricule = null,
    name,
    birthDate = null,
    group = null,
    filiere = null,
    year = null,
    distinctFrom,
  } = asked;
  const cinHash = cin?.hashes[0] ?? null;
  await demandNewCin(tx, cin);
  await demandUnknown(tx, { name, birthDate, matricule, cinHash }, distinctFrom?.personIds ?? []);
  const entered = await refusing(
    tx.one<{ id: string }>(sql`
      insert into person(kind, matricule, cin_hash, cin_sealed, family_fr, given_fr, family_ar, given_ar, birth_date,
        academy_id, region, distinct_from, distinct_reason, created_by, ${PROVENANCE})
      values (${kind}, ${matricule}, ${cinHash}, ${cin?.sealed ?? null}, ${name.family}, ${name.given},
        ${name.familyArabic ?? null}, ${name.givenArabic ?? null}, ${birthDate}, ${academyId}, ${region},
        ${distinctFrom?.personIds ?? null}, ${distinctFrom?.reason ?? null}, ${tx.actor.subject}, ${provenanceBy(tx.actor, tx.at)}) returning id`),
    { person_matricule: () => new MatriculeTaken(), person_cin: () => new CinTaken() },
  );
  const { id } = entered!;
  await placeAtHome(tx, [id], { group, filiere, year });
  const [made] = await tellAndShow(tx, 'register', [id]);
  return made!;
}

const PROVENANCE = sql`confirmed, stated_by, confirmed_by, confirmed_as, confirmed_at, confirmed_import`;

/** What is kept of whose word it is that there is a new person: who may say so has confirmed it at once. */
const provenanceBy = (sender: Actor, at: Date, importId: string | null = null): Sql =>
  isConfirmer(sender)
    ? sql`true, '{}'::text[], ${sender.subject}, ${sender.role}, ${at}::timestamptz, ${importId}::uuid`
    : sql`false, array[${sender.subject}::text], null, null, null::timestamptz, null::uuid`;

/** Refuses CIN_IS_TAKEN where somebody else has the card under any of what it may be kept under; of today's, the index sees to two at once. */
async function demandNewCin(tx: Tx, cin: KeptCin | null | undefined, of: string | null = null): Promise<void> {
  if (!cin) return;
  const holder = await tx.one(sql`
    select from person where cin_hash = any(${cin.hashes}::bytea[]) and id is distinct from ${of}::uuid limit 1`);
  if (holder) throw new CinTaken();
}

/** Refuses PERSON_MAY_BE_REGISTERED; of two who register one person at once, the later waits here and finds the other's. */
async function demandUnknown(tx: Tx, one: Identity, others: readonly string[]): Promise<void> {
  if (one.birthDate === null) await waitForFiles(tx);
  await claim(
    tx,
    sql`
    select concat_ws(' ', key, told) as key
    from unnest(${keysOf(one.name)}) key, unnest(array['', ${one.birthDate}::text]) told where told is not null`,
  );
  const matches = (await readLookalikes(tx, one)).filter(({ personId }) => !others.includes(personId));
  if (matches.length === 0) return;
  const mine = matches.filter(({ isMine }) => isMine);
  throw new PersonMayBeRegistered(mine.map(({ personId, state }) => ({ personId, state })));
}

/** What tells who a person is, held until the transaction ends; `twins` are those of whom somebody said that they are others. */
export type Known = Identity & {
  id: string;
  kind: PersonView['kind'];
  version: number;
  cinSealed: Buffer | null;
  birthDateConfirmed: boolean;
  /** Whether whoever acts has stated it as an academy, or is the person. */
  isOwn: boolean;
  twins: string[];
  /** The name before an academy spelled it anew. */
  spelledFrom: Partial<Identity['name']> | null;
};

/** The person of this id whom the actor may read about, held against other changes. */
export const holdPerson = (tx: Tx, id: string): Promise<Known | undefined> =>
  tx.one<Known>(sql`
    select p.id, p.version, p.birth_date::text as "birthDate", p.matricule, p.cin_hash as "cinHash", p.cin_sealed as "cinSealed",
      p.kind, jsonb_build_object('family', p.family_fr, 'given', p.given_fr,
        'familyArabic', p.family_ar, 'givenArabic', p.given_ar) as name, p.spelled_from as "spelledFrom",
      coalesce(p.distinct_from, '{}') as twins, p.birth_date_confirmed as "birthDateConfirmed", ${isOwnOf(tx.actor.subject)} as "isOwn"
    from person p where p.id = ${id} and ${isVisible(tx.actor, 'p')} for no key update`);

/** Whether somebody's word bears out what is known of a person: by their role, where they have not stated it as an academy, nor are it. */
export const bearsOut = (actor: Actor, { isOwn }: Pick<Known, 'isOwn'>): boolean => isConfirmer(actor) && !isOwn;

/** Whether who has stated the person `p` as an academy is the same human as this subject, or the person is. */
const isOwnOf = (subject: string): Sql => sql`(same_human(${subject}, p.stated_by)
  or exists (select from subject_person h where h.subject = ${subject} and h.person_id = p.id))`;

/** Whether a card is another one than the person is known by, under whatever that is kept. */
export const isOtherCin = ({ cinHash }: Known, { hashes }: KeptCin): boolean =>
  cinHash === null || !hashes.some((hash) => hash.equals(cinHash));

type Corrected = Partial<Pick<Asked, 'matricule' | 'name' | 'birthDate' | 'distinctFrom'>>;

/**
 * Corrects a person who is held; what is absent stays, and where nothing is other nobody is told. Refuses MATRICULE_IS_TAKEN,
 * CIN_IS_TAKEN, and PERSON_MAY_BE_REGISTERED of those whom the person was not alike before.
 */
export async function changePerson(tx: Tx, known: Known, to: Corrected, cin?: KeptCin): Promise<PersonView> {
  const { id } = known;
  const { matricule = known.matricule, birthDate = known.birthDate, distinctFrom } = to;
  const stays = birthDate === known.birthDate && known.birthDateConfirmed;
  const isBorneOut = stays || (to.birthDate !== undefined && bearsOut(tx.actor, known));
  const name = nameOf(known, to.name);
  await demandNewCin(tx, cin, id);
  const [cinHash, cinSealed] =
    cin && isOtherCin(known, cin) ? [cin.hashes[0]!, cin.sealed] : [known.cinHash, known.cinSealed];
  const alike = await readLookalikes(tx, known);
  const others = [id, ...known.twins, ...alike.map(({ personId }) => personId), ...(distinctFrom?.personIds ?? [])];
  await demandUnknown(tx, { name, birthDate, matricule, cinHash }, others);
  const isRenamed = sql`(p.family_fr, p.given_fr, p.family_ar, p.given_ar) is distinct from
    (${name.family}::text, ${name.given}::text, ${name.familyArabic}::text, ${name.givenArabic}::text)`;
  const isAdded = sql`(p.matricule, p.birth_date, p.cin_hash) is distinct from
    (${matricule}::text, ${birthDate}::date, ${cinHash}::bytea)`;
  const changed = await refusing(
    tx.query<{ id: string }>(sql`
      update person p set matricule = ${matricule}, spelled_from = ${spelledBy(tx.actor, isRenamed)}, birth_date = ${birthDate},
        birth_date_confirmed = ${isBorneOut}, stated_by = ${statedBy(tx.actor, isAdded)},
        cin_hash = ${cinHash}, cin_sealed = ${cinSealed},
        family_fr = ${name.family}, given_fr = ${name.given}, family_ar = ${name.familyArabic}, given_ar = ${name.givenArabic},
        distinct_from = nullif(coalesce(distinct_from, '{}') || ${distinctFrom?.personIds ?? []}::uuid[], '{}'),
        distinct_reason = nullif(concat_ws('; ', distinct_reason, ${distinctFrom?.reason ?? null}::text), ''),
        version = version + 1
      where id = ${id} and state = any(${life.from('change')})
        and (matricule, birth_date, birth_date_confirmed, cin_hash, family_fr, given_fr, family_ar, given_ar) is distinct from
          (${matricule}::text, ${birthDate}::date, ${isBorneOut}::boolean, ${cinHash}::bytea, ${name.family}::text, ${name.given}::text,
            ${name.familyArabic}::text, ${name.givenArabic}::text)
      returning id`),
    { person_matricule: () => new MatriculeTaken(), person_cin: () => new CinTaken() },
  );
  await tell(
    tx,
    'change',
    changed.map((one) => one.id),
  );
  const [shown] = await selectPersons(tx, sql`p.id = ${id}`);
  return shown!;
}

/** The name of a person as it is once it has been corrected: what is absent stays. */
export const nameOf = ({ name }: Known, said: Identity['name'] | undefined): Identity['name'] => ({
  ...name,
  ...(Object.fromEntries(Object.entries(said ?? {}).filter(([, part]) => part !== undefined)) as Partial<typeof name>),
});

/** What a name was before it is written anew: kept where an academy does so, until an official says one. */
const spelledBy = (sender: Actor, isRenamed: Sql): Sql => sql`case when not (${isRenamed}) then p.spelled_from
  when ${sender.role in ACCREDITORS} then null
  else jsonb_build_object('family', p.family_fr, 'given', p.given_fr, 'familyArabic', p.family_ar, 'givenArabic', p.given_ar)
    || jsonb_strip_nulls(coalesce(p.spelled_from, '{}')) end`;

/** Holds the names of those whom `rows` of a roster would bring in, until the file is done. */
export async function claimNames(tx: Tx, rows: Sql): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock_shared(${UNDATED})`);
  await claim(
    tx,
    sql`
    select concat_ws(' ', key, r.birth_date) as key from (${rows}) r, unnest(r.name_keys) key
    where not exists (select from person p where p.matricule = r.matricule)`,
  );
}

/** Held by who takes in or renames somebody without a birth date, shared by files: such a one is asked about by the name alone. */
const UNDATED = sql`hashtextextended('persons without a birth date', 0)`;

/** Waits until no file that is taken in can hold somebody who may be the same; refuses (lock_not_available) after five seconds. */
async function waitForFiles(tx: Tx): Promise<void> {
  await tx.query(sql`set local lock_timeout = '5s'`);
  await tx.query(sql`select pg_advisory_xact_lock(${UNDATED})`);
  await tx.query(sql`set local lock_timeout = 0`);
}

const claim = (tx: Tx, keys: Sql): Promise<unknown> =>
  tx.query(sql`
    insert into person_claim(key) select distinct md5(key) from (${keys}) k order by 1
    on conflict (key) do update set key = excluded.key`);

/** Takes those of the persons in who are not there yet, each placed in the own academy. */
export async function registerSeeds(tx: Tx, seeds: readonly PersonSeed[]): Promise<void> {
  const added = await tx.query<{ id: string }>(sql`
    insert into person(id, kind, matricule, family_fr, given_fr, family_ar, given_ar, synthetic, academy_id, region, created_by)
    select id, kind, matricule, substr(name->>'fr', strpos(name->>'fr', ' ') + 1), split_part(name->>'fr', ' ', 1),
      substr(name->>'ar', strpos(name->>'ar', ' ') + 1), split_part(name->>'ar', ' ', 1), true, "academyId", region, 'reference'
    from jsonb_to_recordset(${JSON.stringify(seeds)}::jsonb)
      as p(id uuid, kind text, matricule text, name jsonb, "academyId" uuid, region text)
    on conflict do nothing returning id`);
  await placeAtHome(
    tx,
    added.map(({ id }) => id),
  );
  await tell(
    tx,
    'register',
    added.map(({ id }) => id),
  );
}

/** Whose roster it is, and which import. */
export type Sent = { sender: Actor; importId: string };

/** Takes those in whom `rows`, one row of a sender's roster for each person, tell of and nobody knows yet: their ids. */
export async function enterPersons(tx: Tx, rows: Sql, { sender, importId }: Sent): Promise<string[]> {
  const entered = await tx.query<{ id: string }>(sql`
    insert into person(kind, matricule, cin_hash, cin_sealed, family_fr, given_fr, family_ar, given_ar, birth_date, sex,
      academy_id, region, created_by, ${PROVENANCE})
    select 'trainee', matricule, cin_hash, cin_sealed, family, given, family_arabic, given_arabic, birth_date, sex,
      academy_id, region, 'import', ${provenanceBy(sender, tx.at, importId)}
    from (${rows}) r on conflict do nothing returning id`);
  return entered.map(({ id }) => id);
}

/**
 * Writes of the persons what `rows` of a sender, one row of a roster for each, say anew, and confirms them where the sender's word does:
 * the ids of those who changed.
 */
export async function amendPersons(tx: Tx, rows: Sql, { sender, importId }: Sent): Promise<string[]> {
  const confirms = confirmsBy(sender);
  const amended = await tx.query<{ id: string }>(sql`
    update person p set
      cin_hash = coalesce(p.cin_hash, r.cin_hash), cin_sealed = coalesce(p.cin_sealed, r.cin_sealed),
      family_fr = r.family, given_fr = r.given, spelled_from = ${spelledBy(sender, SPELLS)},
      family_ar = coalesce(r.family_arabic, p.family_ar), given_ar = coalesce(r.given_arabic, p.given_ar),
      birth_date = coalesce(p.birth_date, r.birth_date), sex = coalesce(r.sex, p.sex),
      birth_date_confirmed = ${confirms} or p.birth_date_confirmed and (p.birth_date is not null or r.birth_date is null),
      stated_by = ${statedBy(sender, sql`p.birth_date is null and r.birth_date is not null`)},
      ${confirmedBy(tx, confirms, { sender, importId })}
    from (${rows}) r
    where p.matricule = r.matricule and (${SPELLS}
      or (r.sex is not null and r.sex is distinct from p.sex)
      or (p.birth_date is null and r.birth_date is not null)
      or (p.cin_hash is null and r.cin_hash is not null)
      or (${WAITS} and ${confirms}))
    returning p.id`);
  return amended.map(({ id }) => id);
}

/** The same of the person `p`, asked of the database. */
const confirmsBy = (actor: Actor): Sql => (isConfirmer(actor) ? sql`(not ${isOwnOf(actor.subject)})` : sql`false`);

/** What is kept of who confirms the person `p` where `confirms` holds, and something waits for that. */
const confirmedBy = (tx: Tx, confirms: Sql, { sender, importId }: { sender: Actor; importId: string | null }): Sql => {
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
const statedBy = (sender: Actor, adds: Sql): Sql =>
  isConfirmer(sender)
    ? sql`p.stated_by`
    : sql`case when ${adds} and ${sender.subject} <> all(p.stated_by) then p.stated_by || ${sender.subject}::text else p.stated_by end`;

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
    update person p set birth_date_confirmed = true, ${confirmedBy(tx, confirms, { sender: tx.actor, importId })}, version = p.version + 1
    where p.id = any(${ids}::uuid[]) and p.state = any(${life.from('confirm')}) and ${WAITS} and ${confirms} returning p.id`);
  return tellAndShow(
    tx,
    'confirm',
    confirmed.map(({ id }) => id),
  );
}

/** Notes which of the persons whom `rows` of a roster tell of wait to be confirmed: so that an import can be confirmed whole. */
export const noteStatements = (tx: Tx, rows: Sql, { sender, importId }: Sent): Promise<unknown> | undefined =>
  isConfirmer(sender)
    ? undefined
    : tx.query(sql`
        insert into person_statement(import_id, person_id)
        select ${importId}, p.id from (${rows}) r join person p using (matricule) where ${WAITS} on conflict do nothing`);

/** How many of these persons wait to be confirmed. */
export async function countWaiting(tx: Tx, ids: readonly string[]): Promise<number> {
  const row = await tx.one<{ count: number }>(sql`
    select count(*)::int as count from person p where p.id = any(${ids}::uuid[]) and ${WAITS}`);
  return row!.count;
}

/** Whether a row of a roster says the name otherwise than it is known; an Arabic part that is absent says nothing. */
export const SPELLS = sql`(p.family_fr, p.given_fr, p.family_ar, p.given_ar) is distinct from
  (r.family, r.given, coalesce(r.family_arabic, p.family_ar), coalesce(r.given_arabic, p.given_ar))`;

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
  const idsOf = (some: typeof settled): string[] => some.map(({ id }) => id);
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
  const gone = left.map(({ id }) => id);
  await endPlacements(tx, gone);
  return tellAndShow(tx, 'deactivate', gone);
}

/** Takes those of the persons back who are inactive, each into the latest placement at home: these, as they are then. */
export async function reactivatePersons(tx: Tx, ids: readonly string[]): Promise<PersonView[]> {
  const returned = await tx.query<{ id: string }>(sql`
    update person set state = 'active', inactive_reason = null, left_on = null, version = version + 1
    where id = any(${ids}::uuid[]) and state = any(${life.from('reactivate')}) returning id`);
  const back = returned.map(({ id }) => id);
  await resumePlacements(tx, back);
  return tellAndShow(tx, 'reactivate', back);
}

async function tell(tx: Tx, by: keyof typeof life.transitions, ids: readonly string[]): Promise<void> {
  const changed = await selectWholePersons(tx, sql`p.id = any(${ids}::uuid[])`);
  await announcePersons(tx, life.transitions[by].event, changed);
}

async function tellAndShow(tx: Tx, by: keyof typeof life.transitions, ids: readonly string[]): Promise<PersonView[]> {
  await tell(tx, by, ids);
  return selectPersons(tx, sql`p.id = any(${ids}::uuid[])`);
}
