import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { giveUp } from '../booking/give-up-registrations.js';
import { attemptOf, attemptsOf, retakePolicies, type AttemptedExam, type AttemptRow } from './read-attempts.js';
import { retakeEligibility } from './retake-policy.js';

type Attempted = { personId: string; examCode: string };
type Booked = AttemptedExam & { id: string; starts: Date; policy: string; attempts: AttemptRow[] };

/**
 * Gives up the seats to come of these persons for these exams that the retake policy forbids, by all attempts that are known now,
 * under its reason. Returns the sittings that offer a seat: see `giveUp`.
 */
export async function giveUpIneligible(tx: Tx, attempted: readonly Attempted[]): Promise<string[]> {
  const booked = await tx.unbound.query<Booked>(sql`
    select distinct r.id, lower(r.during) as starts, e.retake_policy as policy, e.pass_months as "passMonths",
      ${attemptsOf(sql`r.person_id`)} as attempts
    from jsonb_to_recordset(${JSON.stringify(attempted)}::jsonb) as a("personId" uuid, "examCode" text)
    join registration r on r.person_id = a."personId" and r.exam_code = a."examCode"
    join exam e on e.code = r.exam_code where r.state = 'booked' and lower(r.during) > ${tx.at}`);
  const policies = booked.length > 0 ? await retakePolicies(tx) : new Map<string, never>();
  const reasonOf = ({ policy, attempts, starts, ...exam }: Booked): string | undefined =>
    retakeEligibility(
      policies.get(policy)!,
      attempts.map((one) => attemptOf(one, exam)),
      starts,
    ).reasons[0];
  const offering: string[] = [];
  for (const [reason, some] of Map.groupBy(booked, reasonOf)) {
    const ids = some.map(({ id }) => id);
    if (reason) offering.push(...(await giveUp(tx, sql`r.id = any(${ids}::uuid[])`, reason)));
  }
  return offering;
}
