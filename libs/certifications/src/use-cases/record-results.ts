import { Injectable } from '@nestjs/common';
import { RegistrationId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth/actor';
import { Queues } from '@takwin/platform/jobs/queues';
import { Database, type Tx } from '@takwin/platform/postgres/database';
import { within } from '@takwin/platform/postgres/within';
import { command, Instant } from '@takwin/platform/schema/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { ResultBeforeExam, type ResultOutcomes } from '../registration/result.js';
import { achieveCertifications, achieveExams } from '../storage/achievements.js';
import { spend } from '../storage/pay.js';
import { announceRegistrations } from '../storage/registration-rows.js';
import { CREDENTIAL_QUEUE } from './issue-credentials.js';
import { MANAGERS } from './rules.js';

const Result = z
  .strictObject({
    registrationId: RegistrationId,
    startedAt: Instant.describe('When the exam began'),
    score: z.int().min(0).max(1000),
  })
  .meta({ id: 'NewResult' });

export const RecordResults = command(
  'RecordResults',
  MANAGERS,
  { results: z.array(Result).min(1).max(500) },
  'Records what exams ended with; passing issues what it earns',
);
export type RecordResults = z.output<typeof RecordResults>;

type Known = { id: string; state: string; score: number | null; pass_mark: number };

@Injectable()
export class ResultRecording {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  /**
   * An outcome per result, in the order given. The same result again changes nothing (`known`); another score for the same
   * registration is told (`conflict`) and changes nothing either.
   */
  async run(actor: Actor, { results }: RecordResults): Promise<ResultOutcomes> {
    const { outcomes, credentials } = await this.db.asActor(actor, async (tx) => {
      const early = results.findIndex((result) => result.startedAt > tx.at);
      if (early >= 0) throw new ResultBeforeExam(early);
      const known = await this.lock(
        tx,
        results.map((result) => result.registrationId),
      );
      const decided = new Map<
        string,
        { outcome: ResultOutcomes['outcomes'][number]['outcome']; score: number; startedAt: Date }
      >();
      const outcomes = results.map(({ registrationId, score, startedAt }) => {
        const before = decided.get(registrationId);
        const outcome = before
          ? before.score === score
            ? ('known' as const)
            : ('conflict' as const)
          : outcomeOf(known.get(registrationId), score);
        if (!before) decided.set(registrationId, { outcome, score, startedAt });
        return { registrationId, outcome };
      });
      const credentials = await this.write(tx, decided);
      return { outcomes, credentials };
    });
    if (credentials.length > 0) await this.queues.wake(CREDENTIAL_QUEUE, { ids: credentials });
    return { outcomes };
  }

  private async lock(tx: Tx, ids: readonly string[]): Promise<Map<string, Known>> {
    const mine = within(tx.actor, { region: sql`r.region`, academy: sql`r.academy_id` });
    const rows = await tx.query<Known>(sql`
      select r.id, r.state, r.score, e.pass_mark from registration r join exam e on e.code = r.exam_code
      where r.id = any(${ids}::uuid[]) and ${mine} order by r.id for update of r`);
    return new Map(rows.map((row) => [row.id, row]));
  }

  private async write(
    tx: Tx,
    decided: ReadonlyMap<string, { outcome: string; score: number; startedAt: Date }>,
  ): Promise<string[]> {
    const rows = [...decided]
      .filter(([, { outcome }]) => outcome === 'passed' || outcome === 'failed')
      .map(([id, { outcome, score, startedAt }]) => ({ id, state: outcome, score, startedAt }));
    if (rows.length === 0) return [];
    await tx.query(sql`
      update registration r
      set state = d.state, score = d.score, started_at = d."startedAt", version = version + 1
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as d(id uuid, state text, score int, "startedAt" timestamptz)
      where r.id = d.id`);
    await spend(
      tx,
      rows.map(({ id }) => id),
      'used',
    );
    const idsOf = (state: string): string[] => rows.filter((row) => row.state === state).map(({ id }) => id);
    await announceRegistrations(tx, 'ExamFailed', idsOf('failed'));
    const passed = await announceRegistrations(tx, 'ExamPassed', idsOf('passed'));
    const persons = [...new Set(passed.map(({ personId }) => personId))];
    return [...(await achieveCertifications(tx, persons)), ...(await achieveExams(tx, persons))];
  }
}

function outcomeOf(known: Known | undefined, score: number): ResultOutcomes['outcomes'][number]['outcome'] {
  if (!known) return 'unknown';
  if (known.score !== null) return known.score === score ? 'known' : 'conflict';
  if (known.state !== 'booked' && known.state !== 'sat') return 'not-booked';
  return score >= known.pass_mark ? 'passed' : 'failed';
}
