import type { Tx } from '@takwin/platform/postgres/database';
import sql from 'sql-template-tag';
import type { CinVault } from '../person/cin.js';
import type { KonosysRow } from '../roster/konosys-row.js';

export type RosterRow = KonosysRow & { line: number; academyId: string; region: string };
export type Merged = {
  /** Lines that contradict what is known, with the reason. */
  conflicts: { line: number; code: 'CONFLICTING_IDENTITY' | 'CIN_OF_ANOTHER_PERSON' }[];
  created: string[];
  changed: string[];
};

/**
 * Merges a batch of rows in four statements, whatever their number: persons by matricule, then placements. A person is
 * never renamed by silence, nobody is deleted, and a row that says what is known already changes nothing.
 */
export async function mergeRoster(tx: Tx, rows: readonly RosterRow[], vault: CinVault): Promise<Merged> {
  await stage(tx, rows, vault);
  const conflicts = await tx.query<Merged['conflicts'][number]>(sql`
    with judged as (
      select r.line, case
        when p.birth_date <> r.birth_date or (p.cin_hash <> r.cin_hash) or first.birth_date <> r.birth_date
          or first.cin_hash <> r.cin_hash then 'CONFLICTING_IDENTITY'
        when other.id is not null or taken.line is not null then 'CIN_OF_ANOTHER_PERSON'
      end as code
      from roster r
      left join person p on p.matricule = r.matricule
      left join person other on other.cin_hash = r.cin_hash and other.matricule is distinct from r.matricule
      left join lateral (
        select birth_date, cin_hash from roster f where f.matricule = r.matricule order by f.line limit 1
      ) first on true
      left join lateral (
        select line from roster t
        where t.cin_hash = r.cin_hash and t.matricule <> r.matricule and t.line < r.line limit 1
      ) taken on true
    )
    delete from roster using judged where roster.line = judged.line and judged.code is not null
    returning judged.line, judged.code`);
  const persons = await mergePersons(tx);
  const placed = await mergePlacements(tx);
  const created = persons.filter((one) => one.created).map((one) => one.id);
  const isNew = new Set(created);
  const changed = [...new Set([...persons.map((one) => one.id), ...placed])].filter((id) => !isNew.has(id));
  await settleHomes(tx, [...created, ...changed], changed);
  return { conflicts, created, changed };
}

async function stage(tx: Tx, rows: readonly RosterRow[], vault: CinVault): Promise<void> {
  await tx.query(sql`
    create temporary table if not exists roster(
      line int, matricule text, family text, given text, family_arabic text, given_arabic text, sex text,
      birth_date date, cin_hash bytea, cin_sealed bytea, academy_id uuid, region text, group_code text, filiere text,
      level text, year int, active boolean
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
      cin_sealed::bytea, "academyId", region, "group", filiere, level, year, active
    from jsonb_to_recordset(${JSON.stringify(staged)}::jsonb) as r(line int, matricule text, family text, given text,
      "familyArabic" text, "givenArabic" text, sex text, "birthDate" date, cin_hash text, cin_sealed text,
      "academyId" uuid, region text, "group" text, filiere text, level text, year int, active boolean)`);
}

const mergePersons = (tx: Tx): Promise<{ id: string; created: boolean }[]> =>
  tx.query(sql`
    insert into person as p(kind, matricule, cin_hash, cin_sealed, family_fr, given_fr, family_ar, given_ar, birth_date,
      sex, academy_id, region, created_by)
    select distinct on (matricule) 'trainee', matricule, cin_hash, cin_sealed, family, given, family_arabic,
      given_arabic, birth_date, sex, academy_id, region, 'import'
    from roster order by matricule, cin_hash nulls last, line
    on conflict on constraint person_matricule do update set
      cin_hash = coalesce(p.cin_hash, excluded.cin_hash), cin_sealed = coalesce(p.cin_sealed, excluded.cin_sealed),
      family_fr = excluded.family_fr, given_fr = excluded.given_fr,
      family_ar = coalesce(excluded.family_ar, p.family_ar), given_ar = coalesce(excluded.given_ar, p.given_ar),
      birth_date = coalesce(p.birth_date, excluded.birth_date), sex = coalesce(excluded.sex, p.sex)
    where (p.family_fr, p.given_fr) is distinct from (excluded.family_fr, excluded.given_fr)
      or (excluded.family_ar is not null and excluded.family_ar is distinct from p.family_ar)
      or (excluded.given_ar is not null and excluded.given_ar is distinct from p.given_ar)
      or (excluded.sex is not null and excluded.sex is distinct from p.sex)
      or (p.birth_date is null and excluded.birth_date is not null)
      or (p.cin_hash is null and excluded.cin_hash is not null)
    returning id, xmax = 0 as created`);

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
