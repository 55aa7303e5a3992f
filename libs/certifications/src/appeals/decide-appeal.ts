import { Injectable } from '@nestjs/common';
import type { RegistrationId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { invalid, NotFound } from '@takwin/platform/errors';
import { Database, demandNotOneself, isAmong, type Tx, within } from '@takwin/platform/postgres';
import { command, Instant, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { CorrectResultHandler } from '../results/correct-result.js';
import { CorrectionChangesNothing } from '../results/result.js';
import { type Effects, NO_EFFECTS } from '../results/record-attempts.js';
import { RESULT_DECIDERS } from '../rules.js';
import {
  AppealChangesNothing,
  AppealNeedsAnother,
  AppealStateForbids,
  type AppealState,
  type AppealView,
} from './appeal.js';
import { appealLife } from './appeal.life.js';
import { selectAppeals } from './appeal.rows.js';
import { decide } from './appeal.writer.js';

export const DecideAppeal = command(
  'DecideAppeal',
  RESULT_DECIDERS,
  {
    id: z.uuid(),
    accept: z.boolean(),
    reason: Text({ max: 500 }),
    score: z.int().min(0).max(1000).optional().describe('Where it is accepted: what the result is corrected to'),
    startedAt: Instant.optional().describe('Where it is accepted: when the exam began; as recorded where absent'),
  },
  {
    summary: 'Decide an appeal',
    description: 'Accepts an appeal, which corrects the result, or rejects it, with the reason.',
  },
);
export type DecideAppeal = z.output<typeof DecideAppeal>;

type DecidableAppeal = {
  registration_id: RegistrationId;
  person_id: string;
  revision: number;
  state: AppealState;
  concerned: string[];
};

@Injectable()
export class DecideAppealHandler {
  constructor(
    private readonly db: Database,
    private readonly correcting: CorrectResultHandler,
  ) {}

  /**
   * Refuses APPEAL_NEEDS_ANOTHER to whoever sent, corrected or decided about a result of it, or appealed it, APPEAL_CHANGES_NOTHING
   * to accept without another result, a score or start to reject with, APPEAL_STATE_FORBIDS for what is decided, and
   * RESULT_WAS_CORRECTED to accept one of a revision that no longer holds. It corrects as `CorrectResultHandler` does: what
   * makes a failure a pass, or a pass a failure, is held for somebody else to decide.
   */
  async run(actor: Actor, command: DecideAppeal): Promise<AppealView> {
    demandNoScore(command);
    const { appeal, effects } = await this.db.asActor(actor, async (tx) => {
      const effects = await this.decide(tx, command);
      return { appeal: (await selectAppeals(tx, sql`a.id = ${command.id}`))[0]!, effects };
    });
    await this.correcting.wake(effects);
    return appeal;
  }

  private async decide(tx: Tx, { id, accept, reason, score, startedAt }: DecideAppeal): Promise<Effects> {
    const known = await this.lock(tx, id);
    const step = accept ? 'accept' : 'reject';
    const { to } = appealLife.transitions[step];
    if (!appealLife.allows(known.state, step)) throw new AppealStateForbids(known.state, to);
    await demandNotOneself(tx, known.person_id);
    if (await isAmong(tx, known.concerned)) throw new AppealNeedsAnother();
    if (accept && score === undefined) throw new AppealChangesNothing();
    await decide(tx, id, step, reason);
    if (!accept) return NO_EFFECTS;
    const correction = { id: known.registration_id, score: score!, startedAt, reason, revision: known.revision };
    return this.correcting.correct(tx, correction, 'appeal').catch((error: unknown) => {
      throw error instanceof CorrectionChangesNothing ? new AppealChangesNothing() : error;
    });
  }

  private async lock(tx: Tx, id: string): Promise<DecidableAppeal> {
    const mine = within(tx.actor, { region: sql`r.region`, academy: sql`r.academy_id` });
    const known = await tx.one<DecidableAppeal>(sql`
      select a.registration_id, r.person_id, a.revision, a.state, array(
        select recorded_by from result_revision where registration_id = a.registration_id
        union select unnest(array[sent_by, coalesce(decided_by, sent_by)] || also_sent_by) from result where registration_id = a.registration_id
        union select received_by from result_conflict where registration_id = a.registration_id
        union select a.created_by) as concerned
      from appeal a join registration r on r.id = a.registration_id
      where a.id = ${id} and ${mine} for update of a`);
    if (!known) throw new NotFound('appeal');
    return known;
  }
}

function demandNoScore({ accept, score, startedAt }: DecideAppeal): void {
  if (accept) return;
  const said = Object.entries({ score, startedAt }).filter(([, value]) => value !== undefined);
  const message = 'what is rejected is not corrected: say it with accept';
  if (said.length > 0) throw invalid(said.map(([name]) => ({ path: [name], code: 'not_accepted', message })));
}
