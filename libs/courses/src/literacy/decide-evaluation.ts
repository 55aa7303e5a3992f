import { Injectable } from '@nestjs/common';
import { LiteracyEvaluationId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import { Database, demandNotOneself, type Tx, within } from '@takwin/platform/postgres';
import { command, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { demandHere } from '../enrolments/enrolment.js';
import { readDeparture } from '../enrolments/read-departure.js';
import { LearningRules } from '../learning-record/learning-rules.js';
import { countLearning } from '../learning-record/statement.writer.js';
import { EvaluationIsDecided, EvaluationIsYourOwn, type EvaluationView, demandThird } from './evaluation.js';
import { evaluationLife } from './evaluation.life.js';
import { selectEvaluations } from './evaluation.rows.js';
import { decideEvaluation } from './evaluation.writer.js';
import { demandStaff, evaluated, type Track } from './literacy.js';
import { evaluateTrack } from './literacy.writer.js';
import { readVoices } from './read-voices.js';
import { readKind } from './read-kind.js';

export const DecideLiteracyEvaluation = command(
  'DecideLiteracyEvaluation',
  { 'programme-admin': 'programme', 'regional-director': 'region' },
  {
    id: LiteracyEvaluationId,
    accept: z.boolean(),
    reason: Text({ max: 500 }).meta({ examples: ['Checked against the list of attendance'] }),
  },
  {
    summary: 'Decide a literacy evaluation',
    description:
      'Accepts a held evaluation, which certifies where it passes, or rejects it: never by who sent it, neither' +
      ' the first time nor again. Nor is it accepted by who recorded its hours, or alone confirmed what one other' +
      ' recorded and sent: LITERACY_HOURS_ARE_YOUR_OWN.',
  },
);
export type DecideLiteracyEvaluation = z.output<typeof DecideLiteracyEvaluation>;

@Injectable()
export class DecideLiteracyEvaluationHandler {
  constructor(
    private readonly db: Database,
    private readonly rules: LearningRules,
  ) {}

  /**
   * Refuses LITERACY_EVALUATION_IS_YOUR_OWN and LITERACY_EVALUATION_IS_DECIDED; to accept it, also LITERACY_HOURS_ARE_YOUR_OWN, what the evaluation would be
   * refused for now, and PERSON_HAS_LEFT for one that was sent after the day of leaving. The day of the certificate is that of the
   * decision.
   */
  run(actor: Actor, { id, accept, reason }: DecideLiteracyEvaluation): Promise<EvaluationView> {
    return this.db.asActor(actor, async (tx) => {
      const track = await this.lock(tx, id);
      const held = (await selectEvaluations(tx, sql`n.id = ${id}`))[0]!;
      const by = accept ? 'accept' : 'reject';
      await demandNotOneself(tx, held.personId);
      if (await this.isSender(tx, held)) throw new EvaluationIsYourOwn();
      if (!evaluationLife.allows(held.state, by)) throw new EvaluationIsDecided(held.state);
      if (accept) {
        demandStaff(await readKind(tx, held.personId));
        demandHere(await readDeparture(tx, held.personId), legalDayOf(new Date(held.sentAt)));
        const state = evaluated(track, held.score);
        await this.demandThird(tx, held);
        await evaluateTrack(tx, held, state);
      }
      await decideEvaluation(tx, id, by, reason);
      return (await selectEvaluations(tx, sql`n.id = ${id}`))[0]!;
    });
  }

  /** Whether the actor has ever sent this score of this person, also as one that was rejected. */
  private async isSender(tx: Tx, { personId, score }: EvaluationView): Promise<boolean> {
    const sent = await tx.one(sql`
      select from literacy_evaluation where person_id = ${personId} and score = ${score}
        and same_human(${tx.actor.subject}, also_sent_by || sent_by) limit 1`);
    return sent !== undefined;
  }

  private async demandThird(tx: Tx, { personId, sentBy, alsoSentBy }: EvaluationView): Promise<void> {
    const { recorders, confirmers } = await readVoices(tx, personId);
    demandThird(tx.actor.subject, { recorders, confirmers, senders: [sentBy, ...alsoSentBy] });
  }

  /** Refuses NOT_FOUND. An evaluation changes only with its track locked: what is read after that stays. */
  private async lock(tx: Tx, id: string): Promise<Track> {
    const [sent] = await selectEvaluations(tx, sql`n.id = ${id}`);
    if (sent) await countLearning(tx, [sent.personId], this.rules);
    const mine = within(tx.actor, { region: sql`t.region`, academy: sql`t.academy_id` });
    const track = await tx.one<Track>(sql`
      select t.hours, t.confirmed_hours as "confirmedHours", t.state from literacy t
      where t.person_id = (select person_id from literacy_evaluation where id = ${id}) and ${mine} for update of t`);
    if (!track) throw new NotFound('literacy evaluation');
    return track;
  }
}
