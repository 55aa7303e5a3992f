import { Injectable } from '@nestjs/common';
import { PersonId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import { Database, demandNotOneself, type Tx, within } from '@takwin/platform/postgres';
import { command } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { demandHere } from '../enrolments/enrolment.js';
import { readDeparture } from '../enrolments/read-departure.js';
import { readKind } from './read-kind.js';
import { LearningRules } from '../learning-record/learning-rules.js';
import { countLearning } from '../learning-record/statement.writer.js';
import { demandStaff, evaluated, LITERACY_HOURS, LiteracyState, type Track } from './literacy.js';
import { EvaluationIsHeld } from './evaluation.js';
import { selectEvaluations } from './evaluation.rows.js';
import { holdEvaluation, noteSender } from './evaluation.writer.js';

export const EvaluateLiteracy = command(
  'EvaluateLiteracy',
  MANAGERS,
  { personId: PersonId, score: z.int().min(0).max(1000) },
  {
    summary: 'Send a literacy evaluation',
    description:
      'Sends the evaluation that ends the 30-hour digital-literacy programme, once another than who recorded them' +
      ' has confirmed those hours: else LITERACY_HOURS_MISSING. It is held until somebody else accepts it. After the day on which the person left it is refused as PERSON_HAS_LEFT.',
  },
);
export type EvaluateLiteracy = z.output<typeof EvaluateLiteracy>;

export const LiteracyView = z
  .object({
    hours: z.number().describe('Hours towards the 30, confirmed or not: of offerings that somebody else taught then'),
    confirmedHours: z
      .number()
      .describe('Those of them that another than their recorder confirmed: so many open the evaluation'),
    unconfirmedHours: z.number().describe('Those that wait for POST /v1/offerings/{id}/confirm-hours'),
    required: z.number(),
    state: LiteracyState,
    certifiedOn: z.iso.date().nullable(),
    evaluationId: z.uuid().nullable().describe('The evaluation that waits for somebody to decide, or that certified'),
  })
  .meta({ id: 'LiteracyTrack' });
export type LiteracyView = z.output<typeof LiteracyView>;

@Injectable()
export class EvaluateLiteracyHandler {
  constructor(
    private readonly db: Database,
    private readonly rules: LearningRules,
  ) {}

  /**
   * Nothing follows from an evaluation until somebody other than its sender accepts it; the same score again is the same one.
   * Refuses LITERACY_IS_FOR_STAFF of a trainee, LITERACY_HOURS_MISSING below 30 confirmed hours, ALREADY_CERTIFIED, another score while one is held, and PERSON_HAS_LEFT after the
   * day of leaving: an evaluation is of the day on which it is sent.
   */
  run(actor: Actor, command: EvaluateLiteracy): Promise<LiteracyView> {
    return this.db.asActor(actor, (tx) => this.evaluate(tx, command));
  }

  private async evaluate(tx: Tx, { personId, score }: EvaluateLiteracy): Promise<LiteracyView> {
    const mine = within(tx.actor, { region: sql`region`, academy: sql`academy_id`, person: sql`person_id` });
    await countLearning(tx, [personId], this.rules);
    const track = await tx.one<Track>(
      sql`select hours, confirmed_hours as "confirmedHours", state from literacy where person_id = ${personId} and ${mine} for update`,
    );
    if (!track) throw new NotFound('literacy track');
    await demandNotOneself(tx, personId);
    demandStaff(await readKind(tx, personId));
    evaluated(track, score);
    const [held] = await selectEvaluations(tx, sql`n.person_id = ${personId} and n.state = 'held'`);
    if (held && held.score !== score) throw new EvaluationIsHeld(held.id);
    if (held) await noteSender(tx, held.id);
    else demandHere(await readDeparture(tx, personId), legalDayOf(tx.at));
    const evaluationId = held?.id ?? (await holdEvaluation(tx, personId, score));
    const unconfirmedHours = track.hours - track.confirmedHours;
    return { ...track, unconfirmedHours, required: LITERACY_HOURS, certifiedOn: null, evaluationId };
  }
}
