import type { Tx } from '@takwin/platform/postgres';
import type { Sql } from 'sql-template-tag';
import { attendanceOf } from '../exam-day/read-attendance.js';
import { heldFor, type ResultView } from './result.js';
import { selectResults } from './result.rows.js';

/** Results `n` of registrations `r`; of one that waits, why it does by what the exam day says now. */
export async function readResults(tx: Tx, where: Sql, rest?: Sql): Promise<ResultView[]> {
  const results = await selectResults(tx, where, rest);
  const waiting = results.filter(isJudgedByTheDay);
  const starts = waiting.map(({ registrationId, sentBy, startedAt }) => ({
    registrationId,
    sentBy,
    startedAt: new Date(startedAt),
  }));
  const attendances = await attendanceOf(tx, starts);
  for (const [place, one] of waiting.entries())
    one.heldFor = attendances[place] ? heldFor(attendances[place]) : one.heldFor;
  return results;
}

const isJudgedByTheDay = ({ state, correction, heldFor }: ResultView): boolean =>
  state === 'held' && correction === null && heldFor !== 'SENT_FOR_ANOTHER_SITTING';
