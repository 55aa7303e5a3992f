import type { Membership } from '@takwin/contracts/convention';
import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { OfferingId, TrainerId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import { Database, demandVersion, type Tx, within } from '@takwin/platform/postgres';
import { command, conditional, LocalDate } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { LearnerWouldTeach } from '../enrolments/enrolment.js';
import { announceTeacher, passSeatsOn } from '../enrolments/enrolment.writer.js';
import { beginOfDay } from '../learning-record/learning-rules.js';
import { demandMembership, MEMBERSHIP } from '../membership.js';
import {
  demandDays,
  named,
  type Naming,
  OfferingHasHours,
  OfferingIsClosed,
  type OfferingView,
  SeatsBelowTaken,
} from './offering.js';
import { offeringLife } from './offering.life.js';
import { selectOfferings } from './offering.rows.js';
import { changeOffering, namingBy } from './offering.writer.js';
import { holdTeacher, readNameable, readTeacher } from './read-teacher.js';
import { demandTeacher, mightTeach } from './teacher.js';

export const ChangeOffering = command(
  'ChangeOffering',
  MANAGERS,
  {
    id: OfferingId,
    ...conditional,
    trainerId: TrainerId.nullish().describe('null: nobody, as yet. Of another region only by the programme'),
    startsOn: LocalDate.optional(),
    endsOn: LocalDate.optional(),
    seats: z.int().min(1).max(10_000).optional(),
  },
  {
    summary: 'Change an offering',
    description:
      'Changes the fields that are given of an open offering and leaves the others as they are. Refuses a start' +
      ' on which the academy is not in the programme (MEMBERSHIP_NOT_IN_FORCE), a later one once hours were' +
      ' learnt (OFFERING_HAS_HOURS), and a trainer who may not teach it on all days that are left' +
      ' (TRAINER_NOT_QUALIFIED).',
  },
);
export type ChangeOffering = z.output<typeof ChangeOffering>;

type HeldOffering = Pick<
  OfferingView,
  'id' | 'region' | 'state' | 'version' | 'taken' | 'seats' | 'startsOn' | 'endsOn' | 'trainerId'
> &
  Membership &
  Naming & {
    topics: string[];
    has_hours: boolean;
  };

@Injectable()
export class ChangeOfferingHandler {
  constructor(private readonly db: Database) {}

  /**
   * Seats that it gains go to those who wait. Refuses seats below those taken, days that are over or in the wrong order, another
   * start on which the academy is not in the programme or that would come after hours were learnt, a trainer who may not teach it
   * from today or its first day to its last, who is named or whose days are more, or has a place in it (LEARNER_WOULD_TEACH),
   * OFFERING_IS_CLOSED; VERSION_MISMATCH.
   */
  run(actor: Actor, command: ChangeOffering): Promise<OfferingView> {
    return this.db.asActor(actor, async (tx) => {
      if (command.trainerId) await holdTeacher(tx, command.trainerId);
      const known = await this.hold(tx, command);
      const { seats, startsOn, endsOn, trainerId } = known;
      const to = {
        seats: command.seats ?? seats,
        startsOn: command.startsOn ?? startsOn,
        endsOn: command.endsOn ?? endsOn,
        trainerId: command.trainerId === undefined ? trainerId : command.trainerId,
      };
      const naming = await this.naming(tx, known, command.trainerId);
      const { taughtFrom, trainerNamedAt, trainerNamedBy } = naming;
      const isNamed = to.trainerId !== trainerId || taughtFrom?.getTime() !== known.taughtFrom?.getTime();
      if (command.startsOn || command.endsOn) demandDays(to, legalDayOf(tx.at));
      if (to.startsOn > known.startsOn && known.has_hours) throw new OfferingHasHours();
      if (to.startsOn !== known.startsOn) demandMembership(known, to.startsOn);
      if (to.seats < known.taken) throw new SeatsBelowTaken(known.taken);
      const isLonger = to.startsOn < startsOn || to.endsOn > endsOn;
      if (to.trainerId && (command.trainerId || isLonger)) await this.demandTeacher(tx, known, to);
      if (isNamed || !isDeepStrictEqual(to, { seats, startsOn, endsOn, trainerId })) {
        const about = isNamed ? { taughtFrom, trainerNamedAt, trainerNamedBy } : known;
        await changeOffering(tx, command.id, { ...about, ...to });
      }
      if (isNamed) await announceTeacher(tx, command.id);
      if (to.seats > known.seats) await passSeatsOn(tx, [{ offeringId: command.id, seats: 0 }]);
      return (await selectOfferings(tx, sql`o.id = ${command.id}`))[0]!;
    });
  }

  /** Of a trainer who might not have taught from the first day on, hours count from today, whoever names them. */
  private async naming(tx: Tx, known: HeldOffering, trainerId: string | null | undefined): Promise<Naming> {
    if (trainerId === undefined) return known;
    const by = namingBy(tx);
    if (trainerId !== null) {
      await this.demandNoLearner(tx, known.id, trainerId);
      const days = { startsOn: known.startsOn, endsOn: legalDayOf(tx.at) };
      if (!mightTeach(await readTeacher(tx, trainerId), known.topics, days)) by.taughtFrom = beginOfDay(tx.at);
    }
    return named(known, trainerId, by);
  }

  private async demandNoLearner(tx: Tx, offeringId: string, trainerId: string): Promise<void> {
    const place = await tx.one(sql`
      select from enrolment where offering_id = ${offeringId} and person_id = ${trainerId} and state <> 'withdrawn'`);
    if (place) throw new LearnerWouldTeach();
  }

  /** By the days that are left, and by those of before that are added. */
  private async demandTeacher(
    tx: Tx,
    known: HeldOffering,
    { trainerId, startsOn, endsOn }: Pick<OfferingView, 'trainerId' | 'startsOn' | 'endsOn'>,
  ): Promise<void> {
    const today = legalDayOf(tx.at);
    const first = startsOn < known.startsOn || startsOn > today ? startsOn : today;
    // Who teaches it already stays, whoever named them.
    const teacher =
      trainerId === known.trainerId
        ? await readTeacher(tx, trainerId!)
        : await readNameable(tx, trainerId!, known.region);
    demandTeacher(teacher, known.topics, { startsOn: first, endsOn });
  }

  private async hold(tx: Tx, { id, expectedVersion }: ChangeOffering): Promise<HeldOffering> {
    const mine = within(tx.actor, { region: sql`o.region`, academy: sql`o.academy_id` });
    const known = await tx.one<HeldOffering>(sql`
      select o.id, o.region, o.state, o.version, o.taken, o.seats, o.starts_on::text as "startsOn", o.ends_on::text as "endsOn",
        o.trainer_id as "trainerId", o.taught_from as "taughtFrom", o.trainer_named_at as "trainerNamedAt",
        o.trainer_named_by as "trainerNamedBy", c.topics,
        exists (select from enrolment e where e.offering_id = o.id and e.hours > 0) as has_hours,
        ${MEMBERSHIP}
      from offering o join course c on c.id = o.course_id
      left join academy_copy a on a.subject = o.academy_id::text
      where o.id = ${id} and ${mine} for no key update of o`);
    if (!known) throw new NotFound('offering');
    demandVersion(expectedVersion, known.version);
    if (!offeringLife.allows(known.state, 'change')) throw new OfferingIsClosed(known.state);
    return known;
  }
}
