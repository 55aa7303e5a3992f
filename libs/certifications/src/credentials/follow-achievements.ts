import { literacy } from '@takwin/contracts/events/courses';
import { trainer } from '@takwin/contracts/events/trainers';
import { legalDayOf } from '@takwin/platform/clock';
import { reaction, review } from '@takwin/platform/events';
import sql from 'sql-template-tag';
import { LITERACY, topicAchievement, UPSKILLING } from './reference/achievements.js';
import { discard, type EarnedAchievement, earnCredentials, revoke } from './credential.writer.js';

/**
 * What the trainers' log tells of qualifications earns their credentials: one for each topic that a trainer may teach, which
 * ends when the qualification does and is earned anew with its renewal. What only the own manager says earns none. Signing is the
 * worker's, once the register of persons has told the name.
 */
export const trainerCredentials = reaction(trainer, async (tx, changes) => {
  await earnCredentials(
    tx,
    changes.flatMap(({ id, at, state }) => {
      const where = { personId: id, academyId: state.academyId, region: state.region };
      const today = legalDayOf(at);
      return (state.qualifications ?? [])
        .filter(({ obtainedOn, expiresOn }) => obtainedOn <= today && (expiresOn === null || expiresOn >= today))
        .filter(({ confirmed }) => confirmed !== false)
        .map(({ topic, obtainedOn: achievedOn, expiresOn: validUntil }) => ({
          ...where,
          achievementId: topicAchievement(topic),
          achievedOn,
          validUntil,
        }));
    }),
  );
});

/**
 * A proven upskilling plan ends in a credential. It is revoked where evidence that the plan rested on was taken back, and earned anew
 * once the plan is proven again; who is given more to learn keeps it.
 */
export const upskillingCredentials = review(trainer, async (tx, ids) => {
  const those = ids ? sql`subject = any(${ids})` : sql`true`;
  const proven = await tx.query<EarnedAchievement>(sql`
    select subject as "personId", ${UPSKILLING} as "achievementId", academy_id as "academyId", region,
      upskilled_on::text as "achievedOn", true as "isAgain"
    from trainer_copy where ${those} and upskilled_on is not null`);
  await earnCredentials(tx, proven);
  const disproved = sql`c.achievement_id = ${UPSKILLING} and c.person_id in (
    select subject::uuid from trainer_copy where ${those} and upskilled_on is null and upskilling_disproved)`;
  await discard(tx, disproved);
  await revoke(tx, disproved, 'evidence of the upskilling plan was taken back', 'correction');
});

/** The 30-hour programme ends in a credential, which is revoked where the completion was taken back. */
export const literacyCredentials = review(literacy, async (tx, ids) => {
  const those = ids ? sql`subject = any(${ids})` : sql`true`;
  const certified = await tx.query<EarnedAchievement>(sql`
    select subject as "personId", ${LITERACY} as "achievementId", academy_id as "academyId", region,
      certified_on::text as "achievedOn", evaluation_id as "evidenceId"
    from literacy_copy where ${those} and certified_on is not null`);
  await earnCredentials(tx, certified);
  const taken = sql`c.achievement_id = ${LITERACY} and c.person_id in (
    select subject::uuid from literacy_copy where ${those} and certified_on is null)
    and not exists (select from literacy_copy now where now.evaluation_id = c.evidence_id and now.certified_on is not null)`;
  await discard(tx, taken);
  const reasons = await tx.query<{ reason: string; persons: string[] }>(sql`
    select coalesce(l.revoked_reason, 'literacy completion taken back') as reason, array_agg(c.person_id::text) as persons
    from credential c join literacy_copy l on l.subject = c.person_id::text
    where ${taken} and c.state = 'valid' group by 1 order by 1`);
  for (const { reason, persons } of reasons)
    await revoke(
      tx,
      sql`c.achievement_id = ${LITERACY} and c.person_id = any(${persons}::uuid[])`,
      reason,
      'correction',
    );
});
