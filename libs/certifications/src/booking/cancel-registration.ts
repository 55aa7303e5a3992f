import { Injectable } from '@nestjs/common';
import { RegistrationId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Queues } from '@takwin/platform/jobs';
import { Database, type Tx, within } from '@takwin/platform/postgres';
import { command, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { cancellationTerms, type CancellationTerms } from './cancellation.js';
import {
  CandidateIsAdmitted,
  RegistrationNotMoved,
  RegistrationStateForbids,
  SittingIsClosed,
  type RegistrationState,
  type RegistrationView,
} from './registration.js';
import { examRules } from '../sittings/read-exam-rules.js';
import { legalCalendar } from '../legal-time/read-calendar.js';
import type { ChargePayer } from '../charges/charge.js';
import { bookCharge } from '../charges/charge.writer.js';
import { spend, unbind } from '../vouchers/voucher.writer.js';
import { registrationLife } from './registration.life.js';
import { cancel } from './registration.writer.js';
import { releaseSeats } from '../sittings/sitting.writer.js';
import { offerSeats } from './offer-seats.js';
import { OFFER_QUEUE } from './fill-offered-seats.js';
import { REGISTRARS } from '../rules.js';

export const CancelRegistration = command(
  'CancelRegistration',
  REGISTRARS,
  {
    id: RegistrationId,
    reason: Text({ max: 500 }).optional(),
    onRequest: z
      .boolean()
      .optional()
      .describe('Whether the candidate asked for it, as is kept: who pays does not depend on it'),
  },
  {
    summary: 'Cancel a registration',
    description:
      'Gives a seat up, or the wish for one; the seat goes to whoever has waited longest for it. A fee for' +
      ' doing so late is the candidate’s where the candidate booked or asked for the seat in person and gives it up' +
      ' in person, else the academy’s.',
  },
);
export type CancelRegistration = z.output<typeof CancelRegistration>;

export const DeclineMove = command(
  'DeclineMove',
  REGISTRARS,
  { id: RegistrationId },
  {
    summary: 'Decline a seat that was moved',
    description:
      'Gives up a seat that is not the one agreed to, whatever the day and at no cost: its voucher may be' +
      ' booked with again.',
  },
);
export type DeclineMove = z.output<typeof DeclineMove>;

type CancellableRegistration = {
  person_id: string;
  state: RegistrationState;
  sitting_id: string | null;
  starts_at: Date | null;
  moved: boolean;
  admitted: boolean;
  own_wish: boolean;
};

@Injectable()
export class CancelRegistrationHandler {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  /**
   * Says what it cost: free, a fee, which is charged, or the attempt with its voucher, for which the fee stands where there is none;
   * who was moved by others goes free. Unless the candidate asked for the seat and gives it up, both in person, the academy is charged
   * the fee at most, and their voucher pays for another exam. Refuses REGISTRATION_STATE_FORBIDS for what is over or cancelled already,
   * CANDIDATE_IS_ADMITTED for who was let in, and SITTING_IS_CLOSED once the exam has begun.
   */
  run(actor: Actor, { id, reason, onRequest }: CancelRegistration): Promise<RegistrationView> {
    return this.giveUp(actor, id, () => reason ?? null, onRequest);
  }

  /** The same for who was moved; refuses REGISTRATION_NOT_MOVED for anybody else, with the state found. */
  decline(actor: Actor, { id }: DeclineMove): Promise<RegistrationView> {
    return this.giveUp(actor, id, ({ moved, state }) => {
      if (!moved) throw new RegistrationNotMoved(state);
      return 'MOVE_DECLINED';
    });
  }

  private async giveUp(
    actor: Actor,
    id: string,
    reasonOf: (known: CancellableRegistration) => string | null,
    isAskedFor = false,
  ): Promise<RegistrationView> {
    const { cancelled, offering } = await this.db.asActor(actor, async (tx) => {
      const known = await this.lock(tx, id);
      if (!registrationLife.allows(known.state, 'cancel')) throw new RegistrationStateForbids(known.state, 'cancelled');
      if (known.admitted) throw new CandidateIsAdmitted();
      const reason = reasonOf(known);
      const isOwn = actor.personId === known.person_id;
      const onRequest = isAskedFor || isOwn;
      const payer = isOwn && known.own_wish ? ('candidate' as const) : ('academy' as const);
      const terms = known.state === 'booked' ? await this.terms(tx, known, payer) : null;
      const isPaidFor = terms === 'forfeited' && (await spend(tx, [id], 'forfeited')) > 0;
      // Who pays with no voucher has none to forfeit: the latest cancellation costs no less than a late one.
      if (terms === 'fee' || (terms === 'forfeited' && !isPaidFor))
        await bookCharge(tx, id, (await examRules(tx)).cancellationFee, payer);
      // The charge is told first: in between, others would know neither of an exam to come nor of what is owed.
      const [cancelled] = await cancel(tx, sql`r.id = ${id}`, { terms, reason, onRequest });
      if (terms !== 'forfeited') await unbind(tx, [id]);
      const offering = known.state === 'booked' ? await this.free(tx, known.sitting_id!) : [];
      return { cancelled: cancelled!, offering };
    });
    if (offering.length > 0) await this.queues.wake(OFFER_QUEUE, { ids: offering });
    return cancelled;
  }

  /** Locks the sitting before the registration, as everyone does; one that was seated anew meanwhile is looked up again. */
  private async lock(tx: Tx, id: string): Promise<CancellableRegistration> {
    const mine = within(tx.actor, { region: sql`region`, academy: sql`academy_id`, person: sql`person_id` });
    for (;;) {
      const seen = await tx.one<{ sitting_id: string | null }>(
        sql`select sitting_id from registration where id = ${id} and ${mine}`,
      );
      if (!seen) throw new NotFound('registration');
      if (seen.sitting_id) await tx.query(sql`select from sitting where id = ${seen.sitting_id} for no key update`);
      const known = await tx.one<CancellableRegistration>(sql`
        select person_id, state, sitting_id, lower(during) as starts_at, move_reason is not null as moved,
          admitted_at is not null as admitted, own_wish
        from registration where id = ${id} for update`);
      if (known!.sitting_id === seen.sitting_id) return known!;
    }
  }

  private async terms(
    tx: Tx,
    { starts_at, moved }: CancellableRegistration,
    payer: ChargePayer,
  ): Promise<CancellationTerms> {
    if (starts_at! <= tx.at) throw new SittingIsClosed('begun');
    if (moved) return 'free';
    const terms = cancellationTerms(tx.at, starts_at!, await examRules(tx), await legalCalendar(tx));
    // The voucher is the candidate's: nobody else's decision takes it from them.
    return terms === 'forfeited' && payer === 'academy' ? 'fee' : terms;
  }

  private async free(tx: Tx, sittingId: string): Promise<string[]> {
    await releaseSeats(tx, new Map([[sittingId, 1]]));
    return offerSeats(tx, [sittingId]);
  }
}
