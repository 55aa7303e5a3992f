import { Injectable } from '@nestjs/common';
import { RegistrationId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { Queues } from '@takwin/platform/jobs';
import { Database } from '@takwin/platform/postgres';
import { command, Instant } from '@takwin/platform/schema';
import { z } from 'zod';
import { ResultBeforeExam, type ResultOutcomes } from './result.js';
import { writeResults } from './write-results.js';
import { CREDENTIAL_QUEUE } from '../credentials/issue-credentials.js';
import { RESULT_SENDERS, RESULTS_SCOPE } from '../rules.js';

const Result = z
  .strictObject({
    registrationId: RegistrationId.toLowerCase(),
    startedAt: Instant.describe('When the exam began'),
    score: z.int().min(0).max(1000),
  })
  .meta({ id: 'NewResult' });

export const RecordResults = command(
  'RecordResults',
  RESULT_SENDERS,
  { results: z.array(Result).min(1).max(500) },
  {
    summary: 'Record results of exams',
    description:
      'Records what up to 500 exams ended with. Passing issues what it earns; what the exam day does not prove' +
      ' is held for a decision. The answer says for each what became of it.',
  },
  RESULTS_SCOPE,
);
export type RecordResults = z.output<typeof RecordResults>;

@Injectable()
export class RecordResultsHandler {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  /**
   * An outcome per result, in the order given. The same result again changes nothing (`known`); another score or start for the
   * same registration is told (`conflict`), kept for the report of mismatches, and changes nothing either. A result whose
   * candidate was not let in, or had left by the day before, or whose start lies outside the sitting, is kept (`held`) until somebody else decides.
   */
  async run(actor: Actor, command: RecordResults): Promise<ResultOutcomes> {
    const { results } = command;
    const { outcomes, credentials } = await this.db.asActor(actor, (tx) => {
      const early = results.findIndex((result) => result.startedAt > tx.at);
      if (early >= 0) throw new ResultBeforeExam(`results.${early}.startedAt`);
      return writeResults(tx, results, 'api');
    });
    if (credentials.length > 0) await this.queues.wake(CREDENTIAL_QUEUE, { ids: credentials });
    return { outcomes };
  }
}
