import { Injectable } from '@nestjs/common';
import { RegistrationId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database, personsOf, refusing, type Tx, within } from '@takwin/platform/postgres';
import { command, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { NoResult } from '../results/result.js';
import { examRules } from '../sittings/read-exam-rules.js';
import { appealableUntil, AppealTooLate, ResultWasAppealed, type AppealView } from './appeal.js';
import { selectAppeals } from './appeal.rows.js';
import { raise } from './appeal.writer.js';

export const RaiseAppeal = command(
  'RaiseAppeal',
  { 'academy-manager': 'academy', candidate: 'self' },
  {
    id: RegistrationId,
    ground: Text({ max: 2000 }).meta({
      description: 'What is wrong with the result',
      examples: ['The workstation stopped twice, and the time was not given back'],
    }),
  },
  {
    summary: 'Appeal a result',
    description:
      'Appeals the result of an exam: its candidate does, or the candidate’s academy. Somebody else decides it.',
  },
);
export type RaiseAppeal = z.output<typeof RaiseAppeal>;

@Injectable()
export class RaiseAppealHandler {
  constructor(private readonly db: Database) {}

  /**
   * Refuses NO_RESULT, APPEAL_TOO_LATE after the term, and RESULT_WAS_APPEALED where this score was, in whatever revision: to
   * candidates by themselves, to their academy by either.
   */
  run(actor: Actor, command: RaiseAppeal): Promise<AppealView> {
    return this.db.asActor(actor, async (tx) => {
      const id = await this.raise(tx, command);
      return (await selectAppeals(tx, sql`a.id = ${id}`))[0]!;
    });
  }

  private async raise(tx: Tx, command: RaiseAppeal): Promise<string> {
    const { id: registrationId, ground } = command;
    const mine = within(tx.actor, { region: sql`r.region`, academy: sql`r.academy_id`, person: sql`r.person_id` });
    const known = await tx.one<{ personId: string }>(sql`
      select person_id as "personId" from registration r where r.id = ${registrationId} and ${mine} for share`);
    if (!known) throw new NotFound('registration');
    const byCandidate = (await personsOf(tx)).has(known.personId);
    const last = await tx.one<{ revision: number; score: number; recorded_at: Date }>(sql`
      select revision, score, recorded_at from result_revision where registration_id = ${registrationId}
      order by revision desc limit 1`);
    if (!last) throw new NoResult();
    const until = appealableUntil(last.recorded_at, (await examRules(tx)).appealDays);
    if (tx.at > until) throw new AppealTooLate(until);
    const appealed = await tx.one(sql`
      select from appeal a join result_revision v using (registration_id, revision)
      where registration_id = ${registrationId} and v.score = ${last.score} and (a.by_candidate or not ${byCandidate}::boolean)
      limit 1`);
    if (appealed) throw new ResultWasAppealed();
    return refusing(raise(tx, { registrationId, revision: last.revision, ground, byCandidate }), {
      appeal_once: () => new ResultWasAppealed(),
    });
  }
}
