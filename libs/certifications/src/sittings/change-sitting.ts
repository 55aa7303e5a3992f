import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { PersonId, SittingId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Queues } from '@takwin/platform/jobs';
import { Database, demandVersion, refusing, type Tx, within } from '@takwin/platform/postgres';
import { command, conditional, Distinct, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { SittingIsClosed } from '../booking/registration.js';
import { PROCTOR_ONE_PLACE } from './proctor-taken.js';
import {
  ProctorMayNotProctor,
  ProctorTaughtCandidates,
  RoomTooSmall,
  SeatsBelowBooked,
  TooFewProctors,
  type SittingView,
} from './sitting.js';
import { lockInOrder } from '../lock-in-order.js';
import { lacksOf } from '../ready-academies.js';
import { demandReady, type ReadinessKind } from './readiness.js';
import { selectSittings } from './sitting.rows.js';
import { changeSitting } from './sitting.writer.js';
import { toCome } from './find-begun.js';
import { taughtCandidate } from './find-teachers.js';
import { holdProctors, mayBeNamed, mayProctorOn } from './find-free-proctors.js';
import { offerSeats } from '../booking/offer-seats.js';
import { withdrawSittings } from '../booking/withdraw-registrations.js';
import { OFFER_QUEUE } from '../booking/fill-offered-seats.js';
import { BOOKING_QUEUE } from '../booking/schedule-registrations.js';

export const ChangeSitting = command(
  'ChangeSitting',
  MANAGERS,
  {
    id: SittingId,
    ...conditional,
    seats: z.int().min(1).max(500).optional(),
    proctorIds: Distinct(PersonId).min(1).max(20).optional().describe('All of them'),
  },
  {
    summary: 'Change a sitting',
    description:
      'Changes the fields that are given of a sitting to come and leaves the others as they are. Its proctors' +
      ' have to be persons who may proctor on its day: else PROCTOR_MAY_NOT_PROCTOR.',
  },
);
export type ChangeSitting = z.output<typeof ChangeSitting>;

export const CancelSitting = command(
  'CancelSitting',
  MANAGERS,
  {
    id: SittingId,
    ...conditional,
    reason: Text({ max: 200 }).meta({ examples: ['The room has no power on that day'] }),
  },
  {
    summary: 'Call a sitting off',
    description: 'Cancels a sitting to come; its candidates are seated anew.',
  },
);
export type CancelSitting = z.output<typeof CancelSitting>;

type ChangeableSitting = {
  seats: number;
  booked: number;
  state: 'open' | 'cancelled';
  version: number;
  day: string;
  per_proctor: number;
  workstations: number | null;
  proctors: string[];
  lacks: ReadinessKind[];
  minimum: number;
};

@Injectable()
export class ChangeSittingHandler {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  /**
   * Refuses seats below what is booked or above the room's workstations, more of them where the academy is not ready (ACADEMY_NOT_READY), and proctors who are too few, elsewhere, may not on its
   * day, or taught one of the candidates.
   */
  async change(actor: Actor, { id, expectedVersion, seats, proctorIds }: ChangeSitting): Promise<SittingView> {
    const { changed, offering } = await this.db.asActor(actor, async (tx) => {
      if (proctorIds) {
        await holdProctors(tx, proctorIds);
        await lockInOrder(tx, 'person', proctorIds);
      }
      const known = await this.lock(tx, { id, expectedVersion });
      const to = { seats: seats ?? known.seats, proctors: proctorIds ?? known.proctors };
      if (to.seats < known.booked) throw new SeatsBelowBooked(known.booked);
      if (to.seats > known.seats) {
        demandReady(known.lacks, known.minimum, known.day);
        if (to.seats > (known.workstations ?? 0)) throw new RoomTooSmall(known.workstations ?? 0);
      }
      const needed = Math.ceil(to.seats / known.per_proctor);
      if (to.proctors.length < needed) throw new TooFewProctors(needed, known.per_proctor);
      if (proctorIds) await this.demandFit(tx, id, known.day, to.proctors);
      const size = { seats: to.seats, booked: known.booked, spare: to.seats - known.booked };
      if (to.seats === known.seats && isDeepStrictEqual(new Set(to.proctors), new Set(known.proctors)))
        return { changed: (await selectSittings(tx, sql`s.id = ${id}`))[0]!, offering: [] };
      const changed = await refusing(changeSitting(tx, id, { size, ...(proctorIds && { proctorIds: to.proctors }) }), {
        ...PROCTOR_ONE_PLACE,
      });
      return { changed: changed!, offering: await offerSeats(tx, [id]) };
    });
    if (offering.length > 0) await this.queues.wake(OFFER_QUEUE, { ids: offering });
    return changed;
  }

  /** Refuses SITTING_IS_CLOSED once it is called off, or it or anybody in it has begun. */
  async cancel(actor: Actor, { id, expectedVersion, reason }: CancelSitting): Promise<SittingView> {
    const { cancelled, asked } = await this.db.asActor(actor, async (tx) => {
      await this.lock(tx, { id, expectedVersion });
      const asked = await withdrawSittings(tx, [id], 'SITTING_WAS_CANCELLED', reason);
      return { cancelled: (await selectSittings(tx, sql`s.id = ${id}`))[0]!, asked };
    });
    if (asked.length > 0) await this.queues.wake(BOOKING_QUEUE, { ids: asked });
    return cancelled;
  }

  private async lock(
    tx: Tx,
    { id, expectedVersion }: Pick<CancelSitting, 'id' | 'expectedVersion'>,
  ): Promise<ChangeableSitting> {
    const mine = within(tx.actor, { region: sql`s.region`, academy: sql`s.academy_id` });
    const known = await tx.one<ChangeableSitting>(sql`
      select s.seats, s.taken - s.offered as booked, s.state, s.version, left(s.wall_time, 10) as day,
        (select seats_per_proctor from exam_rules) as per_proctor, (select readiness_minimum from exam_rules) as minimum,
        ${lacksOf(sql`s.academy_id`, sql`left(s.wall_time, 10)::date`)} as lacks,
        (select r.seats from room_copy r where r.subject = s.room_id::text and r.open) as workstations,
        array(select proctor_id from sitting_proctor p where p.sitting_id = s.id) as proctors
      from sitting s where s.id = ${id} and ${mine} for no key update of s`);
    if (!known) throw new NotFound('sitting');
    demandVersion(expectedVersion, known.version);
    if (known.state === 'cancelled') throw new SittingIsClosed('cancelled');
    if ((await toCome(tx, [id])).length === 0) throw new SittingIsClosed('begun');
    return known;
  }

  private async demandFit(tx: Tx, id: string, day: string, proctors: readonly string[]): Promise<void> {
    const { unable, taught } = (await tx.one<{ unable: string[]; taught: string[] }>(sql`
      select
        array(select asked.id from unnest(${proctors}::text[]) asked(id)
          left join trainer_copy t on t.subject = asked.id where not coalesce(${mayProctorOn('t', sql`${day}::date`)}
            and (${mayBeNamed(tx.actor, sql`(select region from sitting where id = ${id})`)}
              or exists (select from sitting_proctor w where w.sitting_id = ${id} and w.proctor_id::text = asked.id)), false)) as unable,
        array(select asked.id from unnest(${proctors}::text[]) asked(id)
          where not (select teacher_may_proctor from exam_rules) and exists (select from registration r
            where r.sitting_id = ${id} and r.state = 'booked' and ${taughtCandidate(sql`asked.id::uuid`)})) as taught`))!;
    if (unable.length > 0) throw new ProctorMayNotProctor(unable, day);
    if (taught.length > 0) throw new ProctorTaughtCandidates(taught);
  }
}
