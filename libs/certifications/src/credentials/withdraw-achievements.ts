import { certification } from '@takwin/contracts/events/certifications';
import { append } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { examAchievement } from './reference/achievements.js';
import { announceCredentials } from './credential.rows.js';

type Withdrawn = {
  id: string;
  version: number;
  person_id: string;
  certification_id: string;
  title: string;
  academy_id: string;
  region: string;
  achieved_on: string;
};

/** Withdraws what a person no longer passed the exams for, and revokes the credentials that proved it or the exam itself. */
export async function withdrawAchievements(tx: Tx, personId: string, examCode: string, reason: string): Promise<void> {
  const certifications = await withdrawCertifications(tx, personId);
  const passed = await tx.one(sql`
    select from registration where person_id = ${personId} and exam_code = ${examCode} and state = 'passed'`);
  const lost = [...certifications, ...(passed ? [] : [examAchievement(examCode)])];
  if (lost.length === 0) return;
  await tx.query(sql`
    delete from credential where person_id = ${personId} and achievement_id = any(${lost}) and state = 'pending'`);
  const revoked = await tx.query<{ id: string }>(sql`
    update credential set state = 'revoked', revoked_at = ${tx.at}, revoked_reason = ${reason}, version = version + 1
    where person_id = ${personId} and achievement_id = any(${lost}) and state = 'valid' returning id`);
  await announceCredentials(
    tx,
    'CredentialRevoked',
    revoked.map(({ id }) => id),
  );
}

async function withdrawCertifications(tx: Tx, personId: string): Promise<string[]> {
  const withdrawn = await tx.query<Withdrawn>(sql`
    update held h set withdrawn_at = ${tx.at}, version = version + 1 from certification c
    where h.person_id = ${personId} and h.withdrawn_at is null and c.id = h.certification_id and exists (
      select from (select distinct alternative from requirement q where q.certification_id = h.certification_id) needed
      where not exists (
        select from requirement q join registration r on r.exam_code = q.exam_code
        where q.certification_id = h.certification_id and q.alternative = needed.alternative
          and r.person_id = h.person_id and r.state = 'passed'))
    returning h.id, h.version, h.person_id, h.certification_id, c.title, h.academy_id, h.region, h.achieved_on::text`);
  if (withdrawn.length === 0) return [];
  await append(
    tx,
    certification,
    'CertificationWithdrawn',
    withdrawn.map((row) => ({
      id: row.id,
      version: row.version,
      state: {
        personId: row.person_id,
        certification: row.certification_id,
        title: row.title,
        academyId: row.academy_id,
        region: row.region,
        achievedOn: row.achieved_on,
        state: 'withdrawn',
      },
    })),
  );
  return withdrawn.map((row) => row.certification_id);
}
