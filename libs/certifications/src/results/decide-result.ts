import { Injectable } from '@nestjs/common';
import { ResultId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Queues } from '@takwin/platform/jobs';
import { Database, demandNotOneself, isAmong, type Tx, within } from '@takwin/platform/postgres';
import { command, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import {
  countedStart,
  judge,
  passesByItsSeat,
  UNDECIDABLE,
  NoResult,
  ResultCannotBeAccepted,
  ResultIsDecided,
  ResultIsMeant,
  ResultIsYourOwn,
  type ResultState,
  type ResultView,
  ResultWasCorrected,
} from './result.js';
import { resultLife } from './result.life.js';
import { selectResults } from './result.rows.js';
import { readResults, revisionInForce } from './read-results.js';
import { decideResult } from './result.writer.js';
import { claimPersons } from './claim-persons.js';
import { lockRegistrations, type LockedRegistration } from './locked-registrations.rows.js';
import { correctAttempt, type Effects, NO_EFFECTS, recordAttempts } from './record-attempts.js';
import { attendanceOf, beganIn } from '../exam-day/read-attendance.js';
import { holdRetakes } from '../retakes/give-up-retakes.js';
import { giveUpIneligible } from '../retakes/give-up-ineligible.js';
import { giveUpResumption } from '../booking/give-up-registrations.js';
import { offerSeats } from '../booking/offer-seats.js';
import { standAgain } from '../sittings/sitting.writer.js';
import { CREDENTIAL_QUEUE } from '../credentials/issue-credentials.js';
import { OFFER_QUEUE } from '../booking/fill-offered-seats.js';
import { RESULT_DECIDERS } from '../rules.js';

export const DecideResult = command(
  'DecideResult',
  RESULT_DECIDERS,
  {
    id: ResultId.describe('The result itself: its id, or resultId of what it came to; never its registration’s'),
    accept: z.boolean(),
    reason: Text({ max: 500 }),
  },
  {
    summary: 'Decide a held result',
    description:
      'Accepts a held result, with all that follows from it, or rejects it: never by who sent it, neither the' +
      ' first time nor again, nor by who it is of, nor, where it passes by the mark of its seat alone, by who' +
      ' ever set the mark or the minutes of its exam.',
  },
);
export type DecideResult = z.output<typeof DecideResult>;

type Waiting = {
  registrationId: string;
  sittingId: string | null;
  score: number;
  startedAt: Date;
  correction: string | null;
  corrects: number | null;
  state: ResultState;
  source: string;
  sentBy: string;
  alsoSentBy: string[];
};

@Injectable()
export class DecideResultHandler {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  /**
   * An accepted result has all its effects from now on, and counts from the sitting's start where it says one outside of it; a
   * rejected one has none. Refuses who it is of, RESULT_IS_YOUR_OWN, RESULT_IS_DECIDED,
   * RESULT_WAS_CORRECTED where a correction was accepted of the same revision, and what could not be recorded if it were sent now.
   */
  async run(actor: Actor, { id, accept, reason }: DecideResult): Promise<ResultView> {
    const { result, credentials, offering } = await this.db.asActor(actor, async (tx) => {
      const { registration, waiting } = await this.hold(tx, id);
      const by = accept ? 'accept' : 'reject';
      await demandNotOneself(tx, registration.personId);
      const setters = passesByItsSeat(registration, waiting) ? registration.termsBy : [];
      if (await isAmong(tx, [waiting.sentBy, ...waiting.alsoSentBy, ...setters])) throw new ResultIsYourOwn();
      if (!resultLife.allows(waiting.state, by)) throw new ResultIsDecided(waiting.state);
      const { heldFor } = (await readResults(tx, sql`n.id = ${id}`))[0]!;
      const effects = accept ? await takeEffect(tx, registration, waiting) : NO_EFFECTS;
      await decideResult(tx, id, by, { reason, heldFor });
      return { result: (await selectResults(tx, sql`n.id = ${id}`))[0]!, ...effects };
    });
    if (credentials.length > 0) await this.queues.wake(CREDENTIAL_QUEUE, { ids: credentials });
    if (offering.length > 0) await this.queues.wake(OFFER_QUEUE, { ids: offering });
    return result;
  }

  /** Refuses NOT_FOUND. A result changes only with its registration locked: what is read after that stays. */
  private async hold(tx: Tx, id: string): Promise<{ registration: LockedRegistration; waiting: Waiting }> {
    const mine = within(tx.actor, { region: sql`r.region`, academy: sql`r.academy_id` });
    const seen = await tx.one<{ id: string }>(sql`
      select r.id from result n join registration r on r.id = n.registration_id where n.id = ${id} and ${mine}`);
    if (!seen) throw (await isRegistration(tx, id)) ? new ResultIsMeant() : new NotFound('result');
    await claimPersons(tx, [seen.id]);
    await holdRetakes(tx, seen.id);
    const registration = (await lockRegistrations(tx, [seen.id])).get(seen.id)!;
    const waiting = await tx.one<Waiting>(sql`
      select registration_id as "registrationId", sitting_id as "sittingId", score, started_at as "startedAt", correction, corrects, state, source,
        sent_by as "sentBy", also_sent_by as "alsoSentBy"
      from result where id = ${id}`);
    return { registration, waiting: waiting! };
  }
}

async function isRegistration(tx: Tx, id: string): Promise<boolean> {
  const mine = within(tx.actor, { region: sql`r.region`, academy: sql`r.academy_id` });
  return (await tx.one(sql`select from registration r where r.id = ${id} and ${mine}`)) !== undefined;
}

async function takeEffect(tx: Tx, registration: LockedRegistration, waiting: Waiting): Promise<Effects> {
  const { registrationId, score, correction, corrects, source } = waiting;
  const [attendance] = await attendanceOf(tx, [waiting]);
  const outcome = score >= registration.passMark ? ('passed' as const) : ('failed' as const);
  const startedAt = attendance ? countedStart(waiting, attendance) : waiting.startedAt;
  const result = { registrationId, outcome, score, startedAt };
  if (correction !== null) {
    if (registration.score === null) throw new NoResult();
    const inForce = await revisionInForce(tx, registrationId);
    if (corrects !== null && corrects !== inForce) throw new ResultWasCorrected(inForce);
    return correctAttempt(tx, result, { ...registration, reason: correction });
  }
  const { sittingId } = waiting;
  if (sittingId !== registration.sittingId && !(await beganIn(tx, registrationId, sittingId)))
    throw new ResultCannotBeAccepted('SENT_FOR_ANOTHER_SITTING');
  const judged = judge({ ...registration, sittingId }, waiting, attendance);
  const isFree = judged.outcome === 'held' ? !UNDECIDABLE.has(judged.code) : judged.outcome === outcome;
  if (!isFree) throw new ResultCannotBeAccepted(judged.code ?? 'RESULT_CONFLICT');
  const left = await standWhereItWasSat(tx, registration);
  const { credentials } = await recordAttempts(tx, [result], source);
  const { personId, examCode } = registration;
  const given = await giveUpIneligible(tx, [{ personId, examCode }]);
  return { credentials, offering: [...new Set([...left, ...given])] };
}

/**
 * Has who sat have the place in which they did, whose sittings are locked: who gave the seat up has it again, and a resumption to come
 * is given up. Returns the sittings that offer a seat by that.
 */
async function standWhereItWasSat(tx: Tx, { id, state, sittingId }: LockedRegistration): Promise<string[]> {
  if (state === 'booked' || state === 'no-show') return [];
  if (state === 'sat') return offerSeats(tx, await giveUpResumption(tx, sql`r.id = ${id}`, 'RESULT_HAS_ARRIVED'));
  if (!sittingId || state !== 'cancelled') throw new ResultCannotBeAccepted('REGISTRATION_NOT_BOOKED');
  if (!(await standAgain(tx, sittingId, id))) throw new ResultCannotBeAccepted('SITTING_IS_FULL');
  return [];
}
