import { Injectable } from '@nestjs/common';
import { RegistrationId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth/actor';
import { NotFound } from '@takwin/platform/errors/refusal';
import { Queues } from '@takwin/platform/jobs/queues';
import { Database } from '@takwin/platform/postgres/database';
import { within } from '@takwin/platform/postgres/within';
import { command } from '@takwin/platform/schema/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import {
  RegistrationStateForbids,
  TRANSITIONS,
  type RegistrationState,
  type RegistrationView,
} from '../registration/registration.js';
import { announceRegistrations, selectRegistrations } from '../storage/registration-rows.js';
import { askAgain } from '../storage/waiting-list.js';
import { REGISTRARS } from './rules.js';
import { BOOKING_QUEUE } from './schedule-registrations.js';

export const CancelRegistration = command(
  'CancelRegistration',
  REGISTRARS,
  { id: RegistrationId },
  'Gives a place or a wish up; who waits for the seat is asked again at once',
);
export type CancelRegistration = z.output<typeof CancelRegistration>;

@Injectable()
export class RegistrationCancelling {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  /** Refuses REGISTRATION_STATE_FORBIDS for what is over; what is cancelled already stays so and is answered alike. */
  async run(actor: Actor, { id }: CancelRegistration): Promise<RegistrationView> {
    const { cancelled, waiting } = await this.db.asActor(actor, async (tx) => {
      const mine = within(actor, { region: sql`region`, academy: sql`academy_id`, person: sql`person_id` });
      const known = await tx.one<{ state: RegistrationState; sitting_id: string | null }>(
        sql`select state, sitting_id from registration where id = ${id} and ${mine} for update`,
      );
      if (!known) throw new NotFound('registration');
      if (known.state === 'cancelled')
        return { cancelled: (await selectRegistrations(tx, sql`r.id = ${id}`))[0]!, waiting: [] };
      if (!TRANSITIONS[known.state].includes('cancelled')) throw new RegistrationStateForbids(known.state, 'cancelled');
      await tx.query(sql`update registration set state = 'cancelled', version = version + 1 where id = ${id}`);
      const waiting: string[] = [];
      if (known.state === 'booked') {
        await tx.query(sql`update sitting set taken = taken - 1, version = version + 1 where id = ${known.sitting_id}`);
        waiting.push(...(await askAgain(tx, known.sitting_id!)));
      }
      const [cancelled] = await announceRegistrations(tx, 'RegistrationCancelled', [id]);
      return { cancelled: cancelled!, waiting };
    });
    if (waiting.length > 0) await this.queues.wake(BOOKING_QUEUE, { ids: waiting });
    return cancelled;
  }
}
