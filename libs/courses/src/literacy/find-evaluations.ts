import { Injectable } from '@nestjs/common';
import { LiteracyEvaluationId, PersonId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { counting, Database, within } from '@takwin/platform/postgres';
import { Flag, type Page, pagesFor, paging, query } from '@takwin/platform/schema';
import sql, { join, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { EvaluationState, type EvaluationView } from './evaluation.js';
import { selectEvaluations } from './evaluation.rows.js';
import { isThere } from '../told-of-prisons.js';

export const FindLiteracyEvaluations = query(
  'FindLiteracyEvaluations',
  { ...MANAGERS, auditor: 'programme' },
  {
    state: EvaluationState.optional(),
    personId: PersonId.optional(),
    certified: Flag.optional().describe(
      'true: those by which a person completed the programme; accepted alone is also one below the pass mark',
    ),
    ...paging,
  },
  {
    summary: 'List literacy evaluations',
    description:
      'Lists evaluations as they were sent, the earliest first, a page at a time. Those that are held wait for' +
      ' a decision; those that certified are who completed the 30 hours.',
  },
);
export type FindLiteracyEvaluations = z.output<typeof FindLiteracyEvaluations>;

export const FindLiteracyEvaluation = query(
  'FindLiteracyEvaluation',
  { ...MANAGERS, auditor: 'programme', trainer: 'self', candidate: 'self' },
  { id: LiteracyEvaluationId },
  {
    summary: 'Read one literacy evaluation',
    description: 'Tells one evaluation of the digital-literacy programme: what proves a completion of the 30 hours.',
  },
);
export type FindLiteracyEvaluation = z.output<typeof FindLiteracyEvaluation>;

/** Whether the evaluation `n` of `t` is there for the actor: of a prison to such a machine none but what it sent. */
const isTold = (actor: Actor): Sql =>
  sql`(${isThere(actor, sql`t.academy_id`, sql`t.person_id`)} or ${actor.subject} = any(n.sent_by || n.also_sent_by))`;

const Place = z.tuple([z.iso.datetime(), z.uuid()]);

@Injectable()
export class FindLiteracyEvaluationsHandler {
  constructor(private readonly db: Database) {}

  /** Evaluations in the order in which they were sent, a page at a time. */
  run(actor: Actor, asked: FindLiteracyEvaluations): Promise<Page<EvaluationView>> {
    const { state, personId, certified } = asked;
    const { last, limit, page } = pagesFor(FindLiteracyEvaluations, actor, asked, Place, (one: EvaluationView) => [
      one.sentAt,
      one.id,
    ]);
    return this.db.readAs(actor, async (tx) => {
      const where = [within(actor, { region: sql`t.region`, academy: sql`t.academy_id` }), isTold(actor)];
      if (state) where.push(sql`n.state = ${state}`);
      if (personId) where.push(sql`n.person_id = ${personId}`);
      if (certified !== undefined) where.push(sql`(t.evaluation_id is not distinct from n.id) = ${certified}`);
      const total = counting(
        this.db,
        actor,
        sql`literacy_evaluation n join literacy t using (person_id) where ${join(where, ' and ')}`,
      );
      if (last) where.push(sql`(n.sent_at, n.id) > (${last[0]}::timestamptz, ${last[1]}::uuid)`);
      return page(
        await selectEvaluations(tx, join(where, ' and '), sql`order by n.sent_at, n.id limit ${limit}`),
        total,
      );
    });
  }

  async one(actor: Actor, { id }: FindLiteracyEvaluation): Promise<EvaluationView> {
    const mine = within(actor, { region: sql`t.region`, academy: sql`t.academy_id`, person: sql`t.person_id` });
    const which = sql`n.id = ${id} and ${mine} and ${isTold(actor)}`;
    const [found] = await this.db.readAs(actor, (tx) => selectEvaluations(tx, which));
    if (!found) throw new NotFound('literacy evaluation');
    return found;
  }
}
