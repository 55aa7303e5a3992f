import { Injectable } from '@nestjs/common';
import { OfferingId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database, within } from '@takwin/platform/postgres';
import { command } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { OfferingIsClosed, type OfferingState, type OfferingView } from './offering.js';
import { retellCompletions, withdraw } from '../enrolments/enrolment.writer.js';
import { cancelOfferings } from './offering.writer.js';

export const CancelOffering = command(
  'CancelOffering',
  MANAGERS,
  { id: OfferingId },
  {
    summary: 'Call an offering off',
    description: 'Cancels an offering; all places in it end.',
  },
);
export type CancelOffering = z.output<typeof CancelOffering>;

@Injectable()
export class CancelOfferingHandler {
  constructor(private readonly db: Database) {}

  /** Withdraws everyone in it or waiting for it. Refuses OFFERING_IS_CLOSED for what is finished, or cancelled already. */
  run(actor: Actor, { id }: CancelOffering): Promise<OfferingView> {
    return this.db.asActor(actor, async (tx) => {
      const mine = within(actor, { region: sql`region`, academy: sql`academy_id` });
      const known = await tx.one<{ state: OfferingState }>(
        sql`select state from offering where id = ${id} and ${mine} for update`,
      );
      if (!known) throw new NotFound('offering');
      if (known.state !== 'open') throw new OfferingIsClosed(known.state);
      await withdraw(tx, sql`e.offering_id = ${id}`, 'OFFERING_CANCELLED');
      const [cancelled] = await cancelOfferings(tx, [id]);
      await retellCompletions(tx, sql`e.offering_id = ${id}`);
      return cancelled!;
    });
  }
}
