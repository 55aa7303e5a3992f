import type { Actor } from '@takwin/platform/auth';
import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { CinVault } from '../persons/cin.js';
import type { KonosysRow } from './konosys-row.js';
import { isVisible } from '../persons/read-persons.js';

/** `seen`: an earlier row of the same file about the same person was accepted. */
export type RosterRow = KonosysRow & { line: number; academyId: string; region: string; seen: boolean };
export type Conflict = {
  line: number;
  code: 'FORBIDDEN_PERSON' | 'CONFLICTING_IDENTITY' | 'CIN_OF_ANOTHER_PERSON' | 'TOO_MANY_PLACEMENTS';
};
export type Merged = {
  /** Lines that are about somebody else's person or contradict what is known, with the reason. */
  conflicts: Conflict[];
  created: string[];
  changed: string[];
};

/**
 * Merges a batch of rows in a few statements, whatever their number: persons by matricule, then placements. A person whom
 * `sender` may not read is left alone, one is never renamed by silence, nobody is deleted, and a row that says what is
 * known already changes nothing.
 */
export async function mergeRoster(tx: Tx, rows: readonly RosterRow[], sender: Actor, vault: CinVault): Promise<Merged> {
  await stage(tx, rows, vault);
  const conflicts = await refuseRows(tx, sender);
  const created: string[] = [];
  // Whoever loses the race for a matricule or a CIN finds the winner's person now, and is judged by the same rules.
  let lost: Conflict[];
  do {
    created.push(...(await insertPersons(tx)));
    await lockPersons(tx);
    lost = await refuseRows(tx, sender);
    conflicts.push(...lost);
  } while (lost.length > 0);
  const isNew = new Set(created);
  const touched = new Set([...(await updatePersons(tx)), ...(await mergePlacements(tx))]);
  const changed = [...touched].filter((id) => !isNew.has(id));
  await settleHomes(tx, [...created, ...changed], changed);
  return { conflicts, created, changed };
}

async function stage(tx: Tx, rows: readonly RosterRow[], vault: CinVault): Promise<void> {
  await tx.query(sql`
    create temporary table if not exists roster(
      line int, matricule text, family text, given text, family_arabic text, given_arabic text, sex text,
      birth_date date, cin_hash bytea, cin_sealed bytea, academy_id uuid, region text, group_code text, filiere text,
      level text, year int, active boolean, seen boolean
    ) on commit drop`);
  await tx.query(sql`truncate roster`);
  const staged = rows.map(({ cin, ...row }) => ({
    ...row,
    cin_hash: cin && `\\x${vault.hash(cin).toString('hex')}`,
    cin_sealed: cin && `\\x${vault.seal(cin).toString('hex')}`,
  }));
  await tx.query(sql`
    insert into roster
    select line, matricule, family, given, "familyArabic", "givenArabic", sex, "birthDate", cin_hash::bytea,
      cin_sealed::bytea, "academyId", region, "group", filiere, level, year, active, seen
    from jsonb_to_recordset(${JSON.stringify(staged)}::jsonb) as r(line int, matricule text, family text, given text,
      "familyArabic" text, "givenArabic" text, sex text, "birthDate" date, cin_hash text, cin_sealed text,
      "academyId" uuid, region text, "group" text, filiere text, level text, year int, active boolean, seen boolean)`);
}

/** Placements of one person at most: all of them are read with the person, and nobody has had a tenth as many. */
export const MOST_PLACEMENTS = 100;

/**
 * Takes the rows that must not be merged out of the batch. Interim, until transfers between academies have a rule of their
 * own: whom a sender may not read, no row of theirs may touch, and the code says the same whatever the row met.
 */
const refuseRows = (tx: Tx, sender: Actor): Promise<Conflict[]> =>
  tx.query(sql`
    with unplaced as (
      select r.line, r.matricule, p.id as person_id,
        min(r.line) over (partition by r.matricule, r.academy_id, r.group_code, r.year) as first_line
      from roster r left join person p using (matricule)
      where not exists (
        select from placement l where l.person_id = p.id and l.academy_id = r.academy_id
          and l.group_code is not distinct from r.group_code and l.year is not distinct from r.year)
    ), placed as (
      select line, (select count(*) from placement l where l.person_id = u.person_id)
        + dense_rank() over (partition by matricule order by first_line) as places
      from unplaced u
    ), said as (
      select line, matricule, family, given, birth_date, cin_hash, seen,
        first_value(birth_date) over (partition by matricule order by line) as first_birth_date,
        first_value(cin_hash) over (partition by matricule order by cin_hash is null, line) as first_cin_hash,
        first_value(matricule) over (partition by cin_hash order by line) as first_holder
      from roster
    ), judged as (
      select r.line, case
        when p.id is not null and not r.seen and not ${isVisible(sender, 'p')}
          or other.id is not null and not ${isVisible(sender, 'other')} then 'FORBIDDEN_PERSON'
        -- What both sides know confirms who it is: the birth date, else the CIN, else the name.
        when not coalesce(p.birth_date = r.birth_date, p.cin_hash = r.cin_hash,
            (lower(p.family_fr), lower(p.given_fr)) = (lower(r.family), lower(r.given)))
          or p.cin_hash <> r.cin_hash or r.first_birth_date <> r.birth_date or r.first_cin_hash <> r.cin_hash
          then 'CONFLICTING_IDENTITY'
        when other.id is not null or r.cin_hash is not null and r.first_holder <> r.matricule
          then 'CIN_OF_ANOTHER_PERSON'
        when placed.places > ${MOST_PLACEMENTS} then 'TOO_MANY_PLACEMENTS'
      end as code
      from said r left join placed using (line)
      left join person p on p.matricule = r.matricule
      left join person other on other.cin_hash = r.cin_hash and other.matricule is distinct from r.matricule
    )
    delete from roster using judged where roster.line = judged.line and judged.code is not null
    returning judged.line, judged.code`);

/** One row speaks for each person of the batch: the one with the CIN, else the first. */
const ONE_PER_PERSON = sql`select distinct on (matricule) * from roster order by matricule, cin_hash nulls last, line`;

async function insertPersons(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    insert into person(kind, matricule, cin_hash, cin_sealed, family_fr, given_fr, family_ar, given_ar, birth_date, sex,
      academy_id, region, created_by)
    select 'trainee', matricule, cin_hash, cin_sealed, family, given, family_arabic, given_arabic, birth_date, sex,
      academy_id, region, 'import'
    from (${ONE_PER_PERSON}) r on conflict do nothing returning id`);
  return rows.map(({ id }) => id);
}

/** Keeps the persons where they are until the file is done. */
const lockPersons = (tx: Tx): Promise<unknown> =>
  tx.query(sql`
    select from person where matricule in (select matricule from roster) order by matricule for no key update`);

async function updatePersons(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    update person p set
      cin_hash = coalesce(p.cin_hash, r.cin_hash), cin_sealed = coalesce(p.cin_sealed, r.cin_sealed),
      family_fr = r.family, given_fr = r.given,
      family_ar = coalesce(r.family_arabic, p.family_ar), given_ar = coalesce(r.given_arabic, p.given_ar),
      birth_date = coalesce(p.birth_date, r.birth_date), sex = coalesce(r.sex, p.sex)
    from (${ONE_PER_PERSON}) r
    where p.matricule = r.matricule and ((p.family_fr, p.given_fr) is distinct from (r.family, r.given)
      or (r.family_arabic is not null and r.family_arabic is distinct from p.family_ar)
      or (r.given_arabic is not null and r.given_arabic is distinct from p.given_ar)
      or (r.sex is not null and r.sex is distinct from p.sex)
      or (p.birth_date is null and r.birth_date is not null)
      or (p.cin_hash is null and r.cin_hash is not null))
    returning p.id`);
  return rows.map(({ id }) => id);
}

async function mergePlacements(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ person_id: string }>(sql`
    insert into placement as l(person_id, academy_id, region, group_code, filiere, level, year, state)
    select distinct on (p.id, r.academy_id, r.group_code, r.year) p.id, r.academy_id, r.region, r.group_code, r.filiere,
      r.level, r.year, case when r.active then 'active' else 'ended' end
    from roster r join person p using (matricule)
    order by p.id, r.academy_id, r.group_code, r.year, r.line desc
    on conflict on constraint placement_once do update
    set state = excluded.state, filiere = coalesce(excluded.filiere, l.filiere), level = coalesce(excluded.level, l.level)
    where l.state <> excluded.state or (excluded.filiere is not null and excluded.filiere is distinct from l.filiere)
      or (excluded.level is not null and excluded.level is distinct from l.level)
    returning person_id`);
  return rows.map((row) => row.person_id);
}

/** The home academy follows the latest active placement; a person none of whose placements is active is inactive. */
async function settleHomes(tx: Tx, ids: readonly string[], changed: readonly string[]): Promise<void> {
  await tx.query(sql`
    update person p
    set academy_id = coalesce(home.academy_id, p.academy_id), region = coalesce(home.region, p.region),
      state = case when home.academy_id is null then 'inactive' else 'active' end,
      version = p.version + (p.id = any(${changed}::uuid[]))::int
    from unnest(${ids}::uuid[]) touched(id)
    left join lateral (
      select academy_id, region from placement
      where person_id = touched.id and state = 'active' order by year desc nulls last, placement.id desc limit 1
    ) home on true
    where p.id = touched.id`);
}
