import { certification } from '@takwin/contracts/events/certifications';
import { append } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import { stableId } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { examAchievement } from './reference/achievements.js';
import { earnCredentials } from './earned-credentials.rows.js';

type Earned = {
  person_id: string;
  certification_id: string;
  title: string;
  academy_id: string;
  region: string;
  achieved_on: string;
};

/** Writes down what these persons have newly earned by exams. Returns the credentials that are to be signed. */
export async function achieve(tx: Tx, personIds: readonly string[]): Promise<string[]> {
  return [...(await achieveCertifications(tx, personIds)), ...(await achieveExams(tx, personIds))];
}

/**
 * Writes down every certification that these persons have newly earned: one passed exam of each of its alternatives. Where
 * it was earned is the academy of the last exam.
 */
async function achieveCertifications(tx: Tx, personIds: readonly string[]): Promise<string[]> {
  if (personIds.length === 0) return [];
  const earned = await tx.query<Earned>(sql`
    with passed as (
      select person_id, exam_code, academy_id, region, started_at from registration
      where person_id = any(${personIds}::uuid[]) and state = 'passed'
    ), needed as (
      select certification_id, count(distinct alternative) as alternatives from requirement group by certification_id
    ), got as (
      select p.person_id, q.certification_id, count(distinct q.alternative) as alternatives,
        (array_agg(p.academy_id order by p.started_at desc))[1] as academy_id,
        (array_agg(p.region order by p.started_at desc))[1] as region,
        max(p.started_at) as last
      from passed p join requirement q on q.exam_code = p.exam_code group by p.person_id, q.certification_id
    )
    select got.person_id, c.id as certification_id, c.title, got.academy_id, got.region,
      to_char(got.last at time zone 'UTC', 'YYYY-MM-DD') as achieved_on
    from got join needed using (certification_id) join certification c on c.id = got.certification_id
    where got.alternatives = needed.alternatives and not exists (
      select from held h where h.person_id = got.person_id and h.certification_id = c.id and h.withdrawn_at is null)`);
  if (earned.length === 0) return [];
  const rows = earned.map((row) => ({ ...row, id: stableId('held', `${row.person_id} ${row.certification_id}`) }));
  const added = await tx.query<{ id: string; version: number }>(sql`
    insert into held(id, person_id, certification_id, academy_id, region, achieved_on)
    select id, person_id, certification_id, academy_id, region, achieved_on
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as h(id uuid, person_id uuid, certification_id text, academy_id uuid, region text, achieved_on date)
    on conflict (person_id, certification_id) do update set academy_id = excluded.academy_id, region = excluded.region,
      achieved_on = excluded.achieved_on, withdrawn_at = null, version = held.version + 1
    where held.withdrawn_at is not null returning id, version`);
  const versions = new Map(added.map(({ id, version }) => [id, version]));
  const achieved = rows.filter(({ id }) => versions.has(id));
  await append(
    tx,
    certification,
    'CertificationAchieved',
    achieved.map((row) => ({
      id: row.id,
      version: versions.get(row.id)!,
      state: {
        personId: row.person_id,
        certification: row.certification_id,
        title: row.title,
        academyId: row.academy_id,
        region: row.region,
        achievedOn: row.achieved_on,
        state: 'held',
      },
    })),
  );
  const certified = achieved.map((row) => ({
    ...earnedBy(row),
    achievementId: row.certification_id,
    certificationId: row.certification_id,
  }));
  return earnCredentials(tx, certified);
}

const earnedBy = ({ person_id, academy_id, region, achieved_on }: Omit<Earned, 'certification_id' | 'title'>) => ({
  personId: person_id,
  academyId: academy_id,
  region,
  achievedOn: achieved_on,
});

/**
 * Writes down the passed exams of these persons that are no certification by themselves: one of several that a
 * certification asks for. An exam that is enough is proven by the certification's credential.
 */
async function achieveExams(tx: Tx, personIds: readonly string[]): Promise<string[]> {
  if (personIds.length === 0) return [];
  const passed = await tx.query<Omit<Earned, 'certification_id' | 'title'> & { exam_code: string }>(sql`
    select r.person_id, r.exam_code, r.academy_id, r.region,
      to_char(r.started_at at time zone 'UTC', 'YYYY-MM-DD') as achieved_on
    from registration r
    where r.person_id = any(${personIds}::uuid[]) and r.state = 'passed' and not exists (
      select from requirement q where q.exam_code = r.exam_code and not exists (
        select from requirement other
        where other.certification_id = q.certification_id and other.alternative <> q.alternative))`);
  return earnCredentials(
    tx,
    passed.map((row) => ({ ...earnedBy(row), achievementId: examAchievement(row.exam_code) })),
  );
}
