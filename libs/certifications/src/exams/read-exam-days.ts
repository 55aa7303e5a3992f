import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { ExamOutsideItsDays, isOfferedWithin, type ExamDays } from './exam-days.js';

/** The days of an exam `e`, as an object. */
export const EXAM_DAYS: Sql = sql`
  jsonb_build_object('releasedOn', e.released_on, 'retiredOn', e.retired_on, 'goneBy', e.gone_by)`;

/** Whether an exam `e` can be sat on the day of a sitting `s`. */
export const OFFERED_THEN: Sql = sql`e.days @> left(s.wall_time, 10)::date`;

/** Refuses the first of these exams that can be sat on none of the days from the first to the last: EXAM_OUTSIDE_ITS_DAYS. */
export async function demandOffered(tx: Tx, codes: readonly string[], first: string, last = first): Promise<void> {
  const rows = await tx.query<{ code: string; days: ExamDays }>(sql`
    select e.code, ${EXAM_DAYS} as days from exam e where e.code = any(${codes}::text[]) order by e.code`);
  for (const { code, days } of rows)
    if (!isOfferedWithin(days, first, last)) throw new ExamOutsideItsDays({ examCode: code, on: first, ...days });
}
