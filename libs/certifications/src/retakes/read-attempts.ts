import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { startsWithin } from '../exam-day/read-attendance.js';
import { instantOf } from '../legal-time/legal-time.js';
import { monthsAfter, type Attempt, type RetakePolicy } from './retake-policy.js';

type Row = Omit<RetakePolicy, 'validFrom' | 'limit'> & {
  family: string;
  day: string;
  attempts: number | null;
  months: number | null;
};

/** The versions of each family's policy, oldest first; one holds from midnight in Morocco. */
export async function retakePolicies(tx: Tx): Promise<Map<string, RetakePolicy[]>> {
  const rows = await tx.query<Row>(sql`
    select family, valid_from::text as day, wait_hours as "waitHours", counts_from as "countsFrom",
      most_attempts as attempts, span_months as months, after_pass as "afterPass"
    from retake_policy order by family, valid_from`);
  const policies = rows.map(({ family, day, attempts, months, ...rules }) => ({
    family,
    policy: {
      ...rules,
      validFrom: instantOf(`${day}T00:00`),
      limit: attempts === null ? null : { attempts, months: months! },
    },
  }));
  return new Map(
    [...Map.groupBy(policies, ({ family }) => family)].map(([family, some]) => [
      family,
      some.map(({ policy }) => policy),
    ]),
  );
}

/** An attempt as the database tells it, with the minutes that its seat was booked for, before the exam says how long a pass holds. */
export type AttemptRow = { startedAt: string; passed: boolean; minutes: number };
export type AttemptedExam = { passMonths: number | null };

/**
 * The attempts of a person at an exam `e`, those that were imported and those that lapsed after an interruption too: a JSON array of AttemptRow. A start outside of its
 * sitting frees nobody: the sitting's counts. A failure that waits of who is said not to have sat counts
 * until it is rejected. What the catalogue says of the exam since moves the end of none that had a seat.
 */
export const attemptsOf = (person: Sql): Sql => sql`
  (select coalesce(jsonb_agg(jsonb_build_object('startedAt', started_at, 'passed', passed, 'minutes', minutes)), '[]') from (
    select started_at, passed, max(minutes) as minutes from (
    select case when ${startsWithin(sql`h.id`, sql`h.sitting_id`, sql`h.started_at`)} then h.started_at
      else lower(h.during) end as started_at, h.state = 'passed' as passed, coalesce(h.exam_minutes, e.minutes) as minutes from registration h
    where h.person_id = ${person} and h.exam_code = e.code and (h.state in ('passed', 'failed') or h.lapsed_at is not null)
    union
    select least(n.sent_at, case when ${startsWithin(sql`h.id`, sql`n.sitting_id`, sql`n.started_at`)} then n.started_at
      else coalesce(lower(h.during), n.started_at) end), false, coalesce(h.exam_minutes, e.minutes) from registration h
    join result n on n.registration_id = h.id and n.state = 'held' and n.correction is null and n.score < coalesce(h.pass_mark, e.pass_mark)
    where h.person_id = ${person} and h.exam_code = e.code
      and h.state in ('requested', 'waitlisted', 'refused', 'cancelled', 'no-show')
    union
    select o.started_at, o.score >= coalesce(o.pass_mark, e.pass_mark), e.minutes from past_attempt o
    where o.person_id = ${person} and o.exam_code = e.code) a group by started_at, passed) b)`;

/** What was read of an attempt, with its end (the exam alone, without formalities) and, where it was passed, the end of the pass. */
export const attemptOf = ({ startedAt, passed, minutes }: AttemptRow, { passMonths }: AttemptedExam): Attempt => {
  const started = new Date(startedAt);
  return {
    startedAt: started,
    endedAt: new Date(started.getTime() + minutes * 60_000),
    passed,
    holdsUntil: passed && passMonths !== null ? monthsAfter(started, passMonths) : null,
  };
};
