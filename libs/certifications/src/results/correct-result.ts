import { Injectable } from '@nestjs/common';
import { RegistrationId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Queues } from '@takwin/platform/jobs';
import { Database, type Tx, within } from '@takwin/platform/postgres';
import { command, Instant, query, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { claimPersons } from './claim-persons.js';
import { NoResult, ResultBeforeExam, type ResultHistory } from './result.js';
import { achieve } from '../credentials/award-achievements.js';
import { giveUpRetakes, holdRetakes } from '../retakes/give-up-retakes.js';
import { iso } from '../instants.js';
import { correctResult } from '../booking/registration.writer.js';
import { withdrawAchievements } from '../credentials/withdraw-achievements.js';
import { OFFER_QUEUE } from '../booking/fill-offered-seats.js';
import { CREDENTIAL_QUEUE } from '../credentials/issue-credentials.js';
import { CANDIDATE_READERS } from '../rules.js';

export const CorrectResult = command(
  'CorrectResult',
  { 'programme-admin': 'programme', 'regional-director': 'region', integrator: 'programme' },
  {
    id: RegistrationId,
    score: z.int().min(0).max(1000),
    startedAt: Instant.optional().describe('As recorded where absent'),
    reason: Text({ max: 500 }),
  },
  'Corrects a result that is recorded; what was recorded before stays in its history',
);
export type CorrectResult = z.output<typeof CorrectResult>;

export const FindResultHistory = query('FindResultHistory', CANDIDATE_READERS, { id: RegistrationId });
export type FindResultHistory = z.output<typeof FindResultHistory>;

type CorrectableResult = {
  person_id: string;
  exam_code: string;
  state: string;
  score: number | null;
  started_at: Date | null;
  pass_mark: number;
};

/** Credentials to sign, and sittings that have a seat to offer, once all is committed. */
type Effects = { credentials: string[]; offering: string[] };
const NONE: Effects = { credentials: [], offering: [] };

@Injectable()
export class CorrectResultHandler {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  /**
   * The same result again adds no revision. A pass that becomes a failure withdraws the certifications that it earned and
   * revokes their credentials; a failure that becomes a pass earns them, and gives a retake up that is to come. Refuses NO_RESULT.
   */
  async run(actor: Actor, { id, score, startedAt, reason }: CorrectResult): Promise<ResultHistory> {
    const { history, credentials, offering } = await this.db.asActor(actor, async (tx) => {
      await claimPersons(tx, [id]);
      await holdRetakes(tx, id);
      const known = await this.lock(tx, id);
      if (known.score === null) throw new NoResult();
      const start = startedAt ?? known.started_at!;
      if (start > tx.at) throw new ResultBeforeExam(0);
      const isSame = score === known.score && start.getTime() === known.started_at!.getTime();
      const effects = isSame ? NONE : await this.write(tx, id, known, score, start, reason);
      return { history: await historyOf(tx, id), ...effects };
    });
    if (credentials.length > 0) await this.queues.wake(CREDENTIAL_QUEUE, { ids: credentials });
    if (offering.length > 0) await this.queues.wake(OFFER_QUEUE, { ids: offering });
    return history;
  }

  find(actor: Actor, { id }: FindResultHistory): Promise<ResultHistory> {
    return this.db.readAs(actor, async (tx) => {
      const mine = within(actor, { region: sql`region`, academy: sql`academy_id`, person: sql`person_id` });
      if (!(await tx.one(sql`select from registration where id = ${id} and ${mine}`)))
        throw new NotFound('registration');
      return historyOf(tx, id);
    });
  }

  private async lock(tx: Tx, id: string): Promise<CorrectableResult> {
    const mine = within(tx.actor, { region: sql`r.region`, academy: sql`r.academy_id` });
    const known = await tx.one<CorrectableResult>(sql`
      select r.person_id, r.exam_code, r.state, r.score, r.started_at, e.pass_mark from registration r join exam e on e.code = r.exam_code
      where r.id = ${id} and ${mine} for update of r`);
    if (!known) throw new NotFound('registration');
    return known;
  }

  private async write(
    tx: Tx,
    id: string,
    known: CorrectableResult,
    score: number,
    startedAt: Date,
    reason: string,
  ): Promise<Effects> {
    const outcome = score >= known.pass_mark ? 'passed' : 'failed';
    await correctResult(tx, { registrationId: id, outcome, score, startedAt }, reason);
    if (outcome === 'passed') {
      const credentials = await achieve(tx, [known.person_id]);
      return { credentials, offering: await giveUpRetakes(tx, known.person_id, known.exam_code) };
    }
    await withdrawAchievements(tx, known.person_id, known.exam_code, `the result was corrected: ${reason}`);
    return NONE;
  }
}

async function historyOf(tx: Tx, id: string): Promise<ResultHistory> {
  const revisions = await tx.query<ResultHistory['revisions'][number]>(sql`
    select revision, score, ${iso('started_at')} as "startedAt", outcome, reason, source,
      ${iso('recorded_at')} as "recordedAt", recorded_by as "recordedBy"
    from result_revision where registration_id = ${id} order by revision`);
  return { registrationId: id, revisions };
}
