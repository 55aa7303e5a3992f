import type { Actor } from '@takwin/platform/auth';
import { covers, type Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { Attempt } from '../retakes/retake-policy.js';
import { attemptOf, attemptsOf, type AttemptedExam, type AttemptRow } from '../retakes/read-attempts.js';
import { extraMinutesOf } from '../accommodations/find-extra-minutes.js';
import type { Aged } from './age.js';
import { AGED } from '../unconfirmed.js';
import { teachersOf } from '../sittings/find-teachers.js';

export type CandidateFacts = Aged & {
  person_id: string;
  academy_id: string;
  region: string;
  province: string;
  in_prison: boolean;
  active: boolean;
  registered: boolean;
  /** How much longer the exam may take for this person. */
  extraMinutes: number;
  /** Whether this person needs an accessible workstation for it. */
  needsAccessible: boolean;
  /** Who teaches or taught this person, as courses tell. */
  teachers: string[];
  attempts: Attempt[];
};

/** Whether a candidate is within the scope of the actor; of somebody else it is told that there is no such person. */
export const isKnownTo = (actor: Actor, { region, academy_id: academy, person_id: person }: CandidateFacts): boolean =>
  covers(actor, { region, academy, person });

type Row = Omit<CandidateFacts, 'attempts'> & AttemptedExam & { attempts: AttemptRow[] };

/** Holds what is known of a person `p` until the transaction ends: nobody leaves between a rule and what it lets through. */
export const UNCHANGED = sql`for share of p`;

/**
 * What is known of these persons as candidates for one exam, by person; nobody where the copy knows nobody. `hold` is UNCHANGED
 * where they are to be registered.
 */
export async function candidateFacts(
  tx: Tx,
  examCode: string,
  personIds: readonly string[],
  hold: Sql = empty,
): Promise<Map<string, CandidateFacts>> {
  const rows = await tx.unbound.query<Row>(sql`
    select p.subject as person_id, p.academy_id, p.region, p.active, ${AGED},
      coalesce(a.province, '') as province, coalesce(a.in_prison, false) as in_prison,
      exists (select from registration r where r.person_id = p.subject::uuid and r.exam_code = ${examCode}
        and r.state in ('requested', 'waitlisted', 'booked', 'sat') and r.lapsed_at is null) as registered,
      ${extraMinutesOf(sql`p.subject::uuid`)} as "extraMinutes",
      needs_accessible(p.subject::uuid, ${examCode}) as "needsAccessible", ${teachersOf(sql`p.subject::uuid`)} as teachers,
      e.pass_months as "passMonths", ${attemptsOf(sql`p.subject::uuid`)} as attempts
    from person_copy p left join academy_copy a on a.subject = p.academy_id::text left join exam e on e.code = ${examCode}
    where p.subject = any(${personIds}::text[]) ${hold}`);
  return new Map(
    rows.map(({ passMonths, attempts, ...row }) => [
      row.person_id,
      { ...row, attempts: attempts.map((one) => attemptOf(one, { passMonths })) },
    ]),
  );
}
