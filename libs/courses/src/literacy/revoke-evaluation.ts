import { Injectable } from '@nestjs/common';
import { LiteracyEvaluationId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database, within } from '@takwin/platform/postgres';
import { command, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { EvaluationDecisionIsYourOwn, EvaluationNotInForce, type EvaluationView } from './evaluation.js';
import { evaluationLife } from './evaluation.life.js';
import { selectEvaluations } from './evaluation.rows.js';
import { revokeEvaluation } from './evaluation.writer.js';
import { revokeTrack } from './literacy.writer.js';

export const RevokeLiteracyEvaluation = command(
  'RevokeLiteracyEvaluation',
  { 'programme-admin': 'programme', 'regional-director': 'region' },
  {
    id: LiteracyEvaluationId,
    reason: Text({ min: 10, max: 300 }).meta({ examples: ['The list of attendance was forged'] }),
  },
  {
    summary: 'Take a literacy completion back',
    description:
      'Takes back the completion that followed from an evaluation: it counts no more, and its credential is revoked' +
      ' for this reason. Never by who accepted it: LITERACY_DECISION_IS_YOUR_OWN.',
  },
);
export type RevokeLiteracyEvaluation = z.output<typeof RevokeLiteracyEvaluation>;

@Injectable()
export class RevokeLiteracyEvaluationHandler {
  constructor(private readonly db: Database) {}

  /** Refuses LITERACY_DECISION_IS_YOUR_OWN, and LITERACY_COMPLETION_NOT_IN_FORCE of one by which nobody completed the programme. */
  run(actor: Actor, { id, reason }: RevokeLiteracyEvaluation): Promise<EvaluationView> {
    return this.db.asActor(actor, async (tx) => {
      const mine = within(actor, { region: sql`t.region`, academy: sql`t.academy_id` });
      const track = await tx.one<{ certifies: boolean }>(sql`
        select t.evaluation_id is not distinct from ${id}::uuid as certifies from literacy t
        where t.person_id = (select person_id from literacy_evaluation where id = ${id}) and ${mine} for update of t`);
      if (!track) throw new NotFound('literacy evaluation');
      const known = (await selectEvaluations(tx, sql`n.id = ${id}`))[0]!;
      if (known.decidedBy === actor.subject) throw new EvaluationDecisionIsYourOwn();
      if (!track.certifies || !evaluationLife.allows(known.state, 'revoke'))
        throw new EvaluationNotInForce(known.state);
      await revokeEvaluation(tx, id, reason);
      await revokeTrack(tx, known.personId);
      return (await selectEvaluations(tx, sql`n.id = ${id}`))[0]!;
    });
  }
}
