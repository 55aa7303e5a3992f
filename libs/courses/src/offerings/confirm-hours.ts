import { Injectable } from '@nestjs/common';
import { OfferingId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { covers, Database, within } from '@takwin/platform/postgres';
import { command } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { retellCompletions } from '../enrolments/enrolment.writer.js';
import { confirmStatements, holdLearners } from '../learning-record/statement.writer.js';
import {
  HoursAreYourOwn,
  NoHoursToConfirm,
  OfferingIsClosed,
  type OfferingState,
  type OfferingView,
} from './offering.js';
import { selectOfferings } from './offering.rows.js';
import { judgeLearnt } from './offering.writer.js';
import { demandNotClosed } from '../membership.js';

export const ConfirmHours = command(
  'ConfirmHours',
  { 'programme-admin': 'programme', 'regional-director': 'region', 'academy-manager': 'academy', trainer: 'self' },
  { id: OfferingId },
  {
    summary: 'Confirm the hours of an offering',
    description:
      'Confirms the hours that somebody else recorded in an offering, so that its course counts as learnt: for the' +
      ' trainer who teaches it and for who manages its academy; where that is closed, for the region and the programme' +
      ' alone, else ACADEMY_WAS_CLOSED. Refuses with HOURS_ARE_YOUR_OWN where the caller recorded all of them,' +
      ' NO_HOURS_TO_CONFIRM where there are none, and OFFERING_IS_CLOSED once it is called off.',
  },
);
export type ConfirmHours = z.output<typeof ConfirmHours>;

@Injectable()
export class ConfirmHoursHandler {
  constructor(private readonly db: Database) {}

  /**
   * Confirms what is known by now; hours that are recorded later are confirmed again, and what is confirmed stays so. Nobody confirms
   * what they recorded or learnt themselves, and of a closed academy the region or the programme alone. Refuses HOURS_ARE_YOUR_OWN
   * where nothing else is left, NO_HOURS_TO_CONFIRM, ACADEMY_WAS_CLOSED, and OFFERING_IS_CLOSED of what is called off.
   */
  run(actor: Actor, { id }: ConfirmHours): Promise<OfferingView> {
    return this.db.asActor(actor, async (tx) => {
      // Persons before their offering, as whoever counts their hours holds them.
      const learners = await holdLearners(tx, id);
      const mine = within(actor, { region: sql`region`, academy: sql`academy_id`, person: sql`trainer_id` });
      const known = await tx.one<{ state: OfferingState; closed: boolean; region: string }>(
        sql`select state, region, exists (select from academy_copy a where a.subject = academy_id::text and a.closed) as closed
          from offering where id = ${id} and ${mine} for no key update`,
      );
      if (!known) throw new NotFound('offering');
      // Nobody speaks for an academy that is closed: who it belonged to does.
      if (!covers(actor, { region: known.region })) demandNotClosed(known);
      if (known.state === 'cancelled') throw new OfferingIsClosed(known.state);
      const { known: told, statements, own } = await confirmStatements(tx, id, learners);
      if (told === 0) throw new NoHoursToConfirm();
      if (statements === 0 && own > 0) throw new HoursAreYourOwn(own);
      if (statements > 0) await retellCompletions(tx, sql`e.offering_id = ${id}`);
      await judgeLearnt(tx, [id]);
      const [offering] = await selectOfferings(tx, sql`o.id = ${id}`);
      return offering!;
    });
  }
}
