import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { examAchievement } from './reference/achievements.js';
import { achieveAll, announceAchieved, type Held } from './certification.writer.js';
import { earnCredentials } from './credential.writer.js';

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
  const earned = await tx.query<Held>(sql`
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
    select got.person_id as "personId", c.id as certification, c.title, got.academy_id as "academyId", got.region,
      to_char(got.last at time zone 'UTC', 'YYYY-MM-DD') as "achievedOn"
    from got join needed using (certification_id) join certification c on c.id = got.certification_id
    where got.alternatives = needed.alternatives and not exists (
      select from held h where h.person_id = got.person_id and h.certification_id = c.id and h.withdrawn_at is null)`);
  const achieved = await achieveAll(tx, earned);
  const credentials = await earnCredentials(
    tx,
    achieved.map(({ id: _, title: __, certification, ...where }) => ({
      ...where,
      achievementId: certification,
      certificationId: certification,
    })),
  );
  await announceAchieved(tx, achieved);
  return credentials;
}

/**
 * Writes down the passed exams of these persons that are no certification by themselves: one of several that a
 * certification asks for. An exam that is enough is proven by the certification's credential.
 */
async function achieveExams(tx: Tx, personIds: readonly string[]): Promise<string[]> {
  if (personIds.length === 0) return [];
  const passed = await tx.query<Omit<Held, 'certification' | 'title'> & { examCode: string }>(sql`
    select r.person_id as "personId", r.exam_code as "examCode", r.academy_id as "academyId", r.region,
      to_char(r.started_at at time zone 'UTC', 'YYYY-MM-DD') as "achievedOn"
    from registration r
    where r.person_id = any(${personIds}::uuid[]) and r.state = 'passed' and not exists (
      select from requirement q where q.exam_code = r.exam_code and not exists (
        select from requirement other
        where other.certification_id = q.certification_id and other.alternative <> q.alternative))`);
  return earnCredentials(
    tx,
    passed.map(({ examCode, ...where }) => ({ ...where, achievementId: examAchievement(examCode) })),
  );
}
