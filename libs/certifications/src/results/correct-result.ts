import { Injectable } from '@nestjs/common';
import { RegistrationId, ResultId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Queues } from '@takwin/platform/jobs';
import { Database, demandNotOneself, iso, type Tx, within } from '@takwin/platform/postgres';
import { command, Instant, query, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { claimPersons } from './claim-persons.js';
import {
  CorrectionChangesNothing,
  correctionHeldFor,
  CorrectionIsHeld,
  countedStart,
  NoResult,
  notBeforeBegan,
  RegistrationIsMeant,
  ResultBeforeExam,
  type ResultHistory,
  ResultWasCorrected,
} from './result.js';
import { readResults, revisionInForce, told } from './read-results.js';
import { holdResults, keepResults, noteSender, type SentResult } from './result.writer.js';
import { lockRegistrations, type LockedRegistration } from './locked-registrations.rows.js';
import { correctAttempt, type Effects, NO_EFFECTS } from './record-attempts.js';
import type { Attendance } from '../exam-day/exam-day.js';
import { attendanceOf } from '../exam-day/read-attendance.js';
import { holdRetakes } from '../retakes/give-up-retakes.js';
import { OFFER_QUEUE } from '../booking/fill-offered-seats.js';
import { CREDENTIAL_QUEUE } from '../credentials/issue-credentials.js';
import { CANDIDATE_READERS, RESULT_SENDERS, RESULTS_SCOPE } from '../rules.js';
import { isResultThere } from '../told-of-prisons.js';

export const CorrectResult = command(
  'CorrectResult',
  { ...RESULT_SENDERS, 'regional-director': 'region' },
  {
    id: RegistrationId.describe('The registration whose result it is: registrationId of a result, never its id'),
    score: z.int().min(0).max(1000),
    startedAt: Instant.optional().describe('As recorded where absent'),
    revision: z
      .int()
      .min(1)
      .optional()
      .describe(
        'Which one it corrects, of its history; the first where absent. Another one holds: RESULT_WAS_CORRECTED',
      ),
    reason: Text({ max: 500 }),
  },
  {
    summary: 'Correct a result',
    description:
      'Corrects a result that is recorded, at once or once somebody else has decided it. What was recorded' +
      ' before stays in its history. Nobody corrects their own: FORBIDDEN.',
  },
  RESULTS_SCOPE,
);
export type CorrectResult = z.output<typeof CorrectResult>;

export const FindResultHistory = query(
  'FindResultHistory',
  CANDIDATE_READERS,
  { id: RegistrationId.or(ResultId) },
  {
    summary: 'Read the history of a result',
    description:
      'Answers all results of a registration, by its id or by the id of any of them. Whose result it is says' +
      ' registrationId.',
  },
  RESULTS_SCOPE,
);
export type FindResultHistory = z.output<typeof FindResultHistory>;

@Injectable()
export class CorrectResultHandler {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  /**
   * A failure that becomes a pass, or a pass a failure, is held for somebody else to decide, as is a start outside of the sitting.
   * Refuses who it is of, NO_RESULT, RESULT_WAS_CORRECTED where another revision holds than the one that is corrected, CORRECTION_CHANGES_NOTHING and,
   * to who sent the very same while it waits, CORRECTION_IS_HELD. Who else sends the very same is noted as one of its senders.
   */
  async run(actor: Actor, command: CorrectResult): Promise<ResultHistory> {
    try {
      const { history, effects } = await this.db.asActor(actor, async (tx) => {
        const effects = await this.correct(tx, command, 'correction');
        return { history: await historyOf(tx, command.id), effects };
      });
      await this.wake(effects);
      return history;
    } catch (error) {
      // Nothing was written: that somebody said the very same is, for they decide no appeal of it.
      if (error instanceof CorrectionChangesNothing)
        await this.db.asActor(actor, (tx) => noteSameSender(tx, command.id));
      throw error;
    }
  }

  /** The same within a transaction: `wake` once that is committed. */
  async correct(
    tx: Tx,
    { id, score, startedAt, revision = 1, reason }: CorrectResult,
    source: Source,
  ): Promise<Effects> {
    await claimPersons(tx, [id]);
    await holdRetakes(tx, id);
    const known = (await lockRegistrations(tx, [id])).get(id);
    if (!known) throw (await isResult(tx, id)) ? new RegistrationIsMeant() : new NotFound('registration');
    await demandNotOneself(tx, known.personId);
    if (known.score === null) throw new NoResult();
    const start = startedAt ?? known.startedAt!;
    if (start > tx.at) throw new ResultBeforeExam('startedAt');
    const inForce = await revisionInForce(tx, id);
    const sent = { registrationId: id, score, startedAt: start, correction: reason, corrects: inForce };
    const [attendance] = await attendanceOf(tx, [{ ...sent, sentBy: tx.actor.subject }]);
    const starts = [start, notBeforeBegan(start, attendance!)].map((one) => one.getTime());
    const isSame = score === known.score && starts.includes(known.startedAt!.getTime());
    // Who sent a correction that stands is told so, whatever revision it names.
    if (isSame && (source === 'correction' || revision === inForce)) throw new CorrectionChangesNothing(inForce);
    if (revision !== inForce) throw new ResultWasCorrected(inForce);
    return holdOrCorrect(tx, known, sent, attendance!, source);
  }

  /** Wakes who signs credentials and fills seats that a correction leads to. */
  async wake({ credentials, offering }: Effects): Promise<void> {
    if (credentials.length > 0) await this.queues.wake(CREDENTIAL_QUEUE, { ids: credentials });
    if (offering.length > 0) await this.queues.wake(OFFER_QUEUE, { ids: offering });
  }

  find(actor: Actor, { id }: FindResultHistory): Promise<ResultHistory> {
    return this.db.readAs(actor, async (tx) => {
      const mine = within(actor, { region: sql`r.region`, academy: sql`r.academy_id`, person: sql`r.person_id` });
      const found = await tx.one<{ id: string }>(sql`
        select r.id from registration r where ${mine} and ${isResultThere(actor)}
          and r.id in (${id}, (select n.registration_id from result n where n.id = ${id} and ${told(actor)}))`);
      if (!found) throw new NotFound('registration');
      return historyOf(tx, found.id);
    });
  }
}

type Source = 'correction' | 'appeal';

async function holdOrCorrect(
  tx: Tx,
  known: LockedRegistration,
  sent: SentResult & { correction: string; corrects: number },
  attendance: Attendance,
  source: Source,
): Promise<Effects> {
  const outcomeOf = (score: number) => (score >= known.passMark ? ('passed' as const) : ('failed' as const));
  const outcome = outcomeOf(sent.score);
  const isWithin = attendance.within || sent.startedAt.getTime() === known.startedAt!.getTime();
  const heldFor = correctionHeldFor({ from: outcomeOf(known.score!), to: outcome }, isWithin);
  if (heldFor) {
    await demandNotHeld(tx, sent);
    await holdResults(tx, [{ ...sent, heldFor }], source);
    return NO_EFFECTS;
  }
  await keepResults(tx, [sent], source);
  const startedAt = countedStart(sent, { ...attendance, within: isWithin });
  return correctAttempt(tx, { ...sent, startedAt, outcome }, { ...known, reason: sent.correction });
}

async function isResult(tx: Tx, id: string): Promise<boolean> {
  const mine = within(tx.actor, { region: sql`r.region`, academy: sql`r.academy_id` });
  const found = await tx.one(sql`
    select from result n join registration r on r.id = n.registration_id where n.id = ${id} and ${mine}`);
  return found !== undefined;
}

/** Notes who sent what is in force already. */
async function noteSameSender(tx: Tx, registrationId: string): Promise<void> {
  const inForce = await tx.query<{ id: string }>(sql`
    select id from result where registration_id = ${registrationId} and state = 'accepted'
    order by sent_at desc, id desc limit 1`);
  await noteSender(
    tx,
    inForce.map(({ id }) => id),
  );
}

/** Refuses CORRECTION_IS_HELD to one of the senders of the very same, which waits for a decision. */
async function demandNotHeld(tx: Tx, { registrationId, score, startedAt, corrects }: SentResult): Promise<void> {
  const held = await tx.one<{ id: string }>(sql`
    select id from result where registration_id = ${registrationId} and score = ${score} and started_at = ${startedAt}
      and state = 'held' and corrects = ${corrects} and ${tx.actor.subject} = any(sent_by || also_sent_by)`);
  if (held) throw new CorrectionIsHeld(held.id);
}

async function historyOf(tx: Tx, id: string): Promise<ResultHistory> {
  const revisions = await tx.query<ResultHistory['revisions'][number]>(sql`
    select revision, score, ${iso('started_at')} as "startedAt", outcome, reason, source,
      ${iso('recorded_at')} as "recordedAt", recorded_by as "recordedBy"
    from result_revision where registration_id = ${id} order by revision`);
  const results = await readResults(
    tx,
    sql`n.registration_id = ${id} and ${told(tx.actor)}`,
    sql`order by n.sent_at, n.id`,
  );
  return { registrationId: id, revisions, results };
}
