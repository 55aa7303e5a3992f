import { Injectable } from '@nestjs/common';
import { EnrolmentId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database, within } from '@takwin/platform/postgres';
import { command } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { EnrolmentIsOver, type EnrolmentView } from './enrolment.js';
import { passSeatsOn, withdraw } from './enrolment.writer.js';
import { selectEnrolments } from './read-enrolments.js';

export const Withdraw = command(
  'Withdraw',
  { ...MANAGERS, candidate: 'self' },
  { id: EnrolmentId },
  {
    summary: 'Withdraw from an offering',
    description: 'Gives a place up; the first of the waiting list gets it.',
  },
);
export type Withdraw = z.output<typeof Withdraw>;

@Injectable()
export class WithdrawEnrolmentHandler {
  constructor(private readonly db: Database) {}

  /** Refuses ENROLMENT_IS_OVER. The seat is freed and filled in the same transaction. */
  run(actor: Actor, { id }: Withdraw): Promise<EnrolmentView> {
    return this.db.asActor(actor, async (tx) => {
      const mine = within(actor, { region: sql`e.region`, academy: sql`e.academy_id`, person: sql`e.person_id` });
      // The offering is locked before the enrolment, as everywhere, so that two of these never wait for each other.
      const known = await tx.one(sql`
        select from offering o
        where o.id = (select e.offering_id from enrolment e where e.id = ${id} and ${mine}) for update`);
      if (!known) throw new NotFound('enrolment');
      const {
        withdrawn: [gone],
        freed,
      } = await withdraw(tx, sql`e.id = ${id}`, 'GIVEN_UP');
      if (!gone) throw new EnrolmentIsOver((await selectEnrolments(tx, sql`e.id = ${id}`))[0]!.state);
      await passSeatsOn(tx, freed);
      return gone;
    });
  }
}
