import type { Actor } from '@takwin/platform/auth';
import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { attendanceOf } from '../exam-day/read-attendance.js';
import { heldFor, passesByItsSeat, type ResultView } from './result.js';
import { selectResults } from './result.rows.js';

/** What a reader is told of results `n`: what nobody has decided yet, or was rejected, is no word about the candidate to themselves. */
export const told = ({ scope }: Actor): Sql => (scope === 'self' ? sql`n.state = 'accepted'` : sql`true`);

/** The revision of a registration's result that holds; its row is locked. One of the release before may have none yet. */
export async function revisionInForce(tx: Tx, registrationId: string): Promise<number> {
  const last = await tx.one<{ revision: number }>(sql`
    select coalesce(max(revision), 1) as revision from result_revision where registration_id = ${registrationId}`);
  return last!.revision;
}

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
    one.heldFor = attendances[place] ? (heldFor(attendances[place]) ?? heldForMark(one)) : one.heldFor;
  return results;
}

const heldForMark = ({ passMark, confirmedPassMark: sureMark, score }: ResultView): ResultView['heldFor'] =>
  passesByItsSeat({ passMark, sureMark }, { score }) ? 'FAILURE_BECOMES_PASS' : null;

const isJudgedByTheDay = ({ state, correction, heldFor }: ResultView): boolean =>
  state === 'held' && correction === null && heldFor !== 'SENT_FOR_ANOTHER_SITTING';
