import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { claimPersons } from './claim-persons.js';
import { countedStart, judge, type HeldFor, type Judgement, type ResultOutcome } from './result.js';
import { holdResults, keepResults, noteSender } from './result.writer.js';
import { lockRegistrations, type LockedRegistration } from './locked-registrations.rows.js';
import { recordAttempts } from './record-attempts.js';
import { attendanceOf } from '../exam-day/read-attendance.js';
import type { Result } from '../booking/registration.writer.js';

export type NewResult = { registrationId: string; startedAt: Date; score: number };
/** `countedFrom` is the start that it has effect by; `startedAt` the reported one. */
type Judged = NewResult & Judgement & { countedFrom: Date };

/**
 * Records results within what the actor may see: an outcome per result in the order given, and the credentials that are to be
 * signed for what they earned. What the exam day does not prove is held; what contradicts a recorded result is kept as a conflict.
 */
export async function writeResults(
  tx: Tx,
  results: readonly NewResult[],
  source: string,
): Promise<{ outcomes: ResultOutcome[]; credentials: string[] }> {
  await claimPersons(
    tx,
    results.map(({ registrationId }) => registrationId),
  );
  const judgements = await judgeAll(tx, results);
  await keepConflicts(
    tx,
    judgements.filter(({ outcome }) => outcome === 'conflict'),
    source,
  );
  await noteSender(
    tx,
    judgements.flatMap(({ resultId }) => resultId ?? []),
  );
  const made = judgements.filter(isMade);
  give(made, await keepResults(tx, made, source));
  const attempts = made.map((one) => ({ ...one, startedAt: one.countedFrom }));
  const { credentials } = await recordAttempts(tx, attempts, source);
  const held = judgements.filter(isHeld);
  give(
    held,
    await holdResults(
      tx,
      held.map((one) => ({ ...one, heldFor: one.code as HeldFor })),
      source,
    ),
  );
  const outcomes = judgements.map(({ registrationId, resultId, outcome, code }) => ({
    registrationId,
    resultId,
    outcome,
    code,
  }));
  return { outcomes, credentials };
}

const give = (results: Judged[], ids: readonly string[]): void =>
  results.forEach((one, index) => (one.resultId = ids[index]!));

const isMade = (one: Judged): one is Judged & Result => one.outcome === 'passed' || one.outcome === 'failed';
const isHeld = ({ outcome }: Judged): boolean => outcome === 'held';

/** Each is judged by what the ones before it in the list will have recorded. */
async function judgeAll(tx: Tx, results: readonly NewResult[]): Promise<Judged[]> {
  const known = await lockRegistrations(
    tx,
    results.map(({ registrationId }) => registrationId),
  );
  const attendances = await attendanceOf(
    tx,
    results.map((one) => ({ ...one, sentBy: tx.actor.subject })),
  );
  return results.map((result, index) => {
    const found = known.get(result.registrationId);
    const before = found?.isErased ? undefined : found;
    const attendance = attendances[index];
    const countedFrom = attendance ? countedStart(result, attendance) : result.startedAt;
    const judged = { ...result, countedFrom, ...judge(before, result, attendance) };
    if (isHeld(judged))
      known.set(result.registrationId, { ...before!, results: [...before!.results, heldLike(judged, before!)] });
    if (isMade(judged))
      known.set(result.registrationId, { ...before!, score: result.score, startedAt: result.startedAt });
    return judged;
  });
}

const heldLike = ({ score, startedAt, resultId }: Judged, { sittingId }: LockedRegistration) => ({
  ...{ id: resultId ?? '', state: 'held' as const, score, startedAt, sittingId },
});

const keepConflicts = (tx: Tx, conflicts: readonly NewResult[], source: string) =>
  tx.query(sql`
    insert into result_conflict(registration_id, score, started_at, source, received_at, received_by)
    select "registrationId", score, "startedAt", ${source}, ${tx.at}, ${tx.actor.subject}
    from jsonb_to_recordset(${JSON.stringify(conflicts)}::jsonb)
      as c("registrationId" uuid, score int, "startedAt" timestamptz)
    on conflict do nothing`);
