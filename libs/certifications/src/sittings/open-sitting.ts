import { Injectable } from '@nestjs/common';
import type { Membership } from '@takwin/contracts/convention';
import { AcademyId, ExamCode, PersonId, RoomId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import { Queues } from '@takwin/platform/jobs';
import { Database, demand, refusing, type Tx } from '@takwin/platform/postgres';
import { command, Distinct, Instant } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { holds, openSpansAround, type Span, whyClosed } from '../legal-time/opening.js';
import { PROCTOR_ONE_PLACE } from './proctor-taken.js';
import {
  ExamUnknown,
  ProctorMayNotProctor,
  ProctorsRefused,
  RoomIsClosedThen,
  RoomIsTaken,
  RoomRefused,
  RoomTooSmall,
  RoomUnknown,
  SittingIsInThePast,
  SittingIsTooShort,
  TooFewProctors,
  type SittingView,
} from './sitting.js';
import { freeProctors, holdProctors, mayBeNamed, mayProctorOn } from './find-free-proctors.js';
import { demandOffered } from '../exams/read-exam-days.js';
import { lockInOrder } from '../lock-in-order.js';
import { demandMembership, holdAcademies, MEMBERSHIP } from '../membership.js';
import { lacksOf } from '../ready-academies.js';
import { demandReady, type ReadinessKind } from './readiness.js';
import { openRoom, timesOfRooms, timesToOpenIn } from './open-rooms.js';
import { legalCalendar } from '../legal-time/read-calendar.js';
import { holdCalendar } from '../legal-time/read-calendar.js';
import { otherPlaces } from './find-sitting-alternatives.js';
import { selectSittings } from './sitting.rows.js';
import { openSitting } from './sitting.writer.js';
import { offerSeats } from '../booking/offer-seats.js';
import { OFFER_QUEUE } from '../booking/fill-offered-seats.js';

export const OpenSitting = command(
  'OpenSitting',
  MANAGERS,
  {
    academyId: AcademyId,
    roomId: RoomId,
    startsAt: Instant,
    minutes: z.int().min(15).max(600).describe('At least what an exam that may be sat takes, its administration too'),
    seats: z.int().min(1).max(500),
    proctorIds: Distinct(PersonId).min(1).max(20),
    examCodes: Distinct(ExamCode).max(50).default([]).describe('Any exam that fits where empty'),
  },
  {
    summary: 'Open a sitting',
    description:
      'Opens a sitting: one room, one start, one length, seats, and proctors who may proctor on its day and' +
      ' neither watch nor sit an exam elsewhere then. The academy has to be in the programme today and on the' +
      ' day: else ACADEMY_NOT_ACCREDITED or MEMBERSHIP_NOT_IN_FORCE. So do the exams that are named: else' +
      ' EXAM_OUTSIDE_ITS_DAYS. What the academy has no proof to be ready in on that day is told as a warning (notReadyIn), or refused as' +
      ' ACADEMY_NOT_READY where the exam rules ask for a minimum.',
  },
);
export type OpenSitting = z.output<typeof OpenSitting>;

type Facts = Membership & {
  region: string | null;
  workstations: number | null;
  per_proctor: number;
  unable: string[];
  unknown_exams: string[];
  needed: number;
  lacks: ReadinessKind[];
  minimum: number;
};

@Injectable()
export class OpenSittingHandler {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  /**
   * Refuses a room that is unknown, too small, taken or closed then, with other rooms and times; proctors who may not on that day,
   * are too few or elsewhere, with who could; the past, unknown exams, an academy that is not in the programme today or then, and
   * fewer minutes than every exam that is named takes, or than every exam of that day where none is named, and a named exam outside its days. Its seats are held for who
   * waits for such ones.
   */
  async run(actor: Actor, command: OpenSitting): Promise<SittingView> {
    try {
      const { opened, offering } = await this.db.asActor(actor, (tx) => this.open(tx, command));
      if (offering.length > 0) await this.queues.wake(OFFER_QUEUE, { ids: offering });
      return opened;
    } catch (error) {
      throw await this.db.readAs(actor, (tx) => offering(tx, command, error));
    }
  }

  private async open(tx: Tx, command: OpenSitting): Promise<{ opened: SittingView; offering: string[] }> {
    const region = await this.judge(tx, command);
    const id = await this.insert(tx, command, region);
    const offering = await offerSeats(tx, [id]);
    return { opened: (await selectSittings(tx, sql`s.id = ${id}`))[0]!, offering };
  }

  private async judge(tx: Tx, command: OpenSitting): Promise<string> {
    const { academyId, roomId, startsAt, minutes, seats, proctorIds, examCodes } = command;
    await holdAcademies(tx, [academyId]);
    await holdProctors(tx, proctorIds);
    const day = legalDayOf(startsAt);
    const facts = (await tx.one<Facts>(sql`
      select a.region, ${MEMBERSHIP}, r.seats as workstations,
        (select seats_per_proctor from exam_rules) as per_proctor,
        array(select asked.id from unnest(${proctorIds}::text[]) asked(id)
          left join trainer_copy t on t.subject = asked.id where not coalesce(${mayProctorOn('t', sql`${day}::date`)}
            and ${mayBeNamed(tx.actor, sql`a.region`)}, false)) as unable,
        array(select asked.code from unnest(${examCodes}::text[]) asked(code)
          left join exam e on e.code = asked.code where e.code is null) as unknown_exams,
        ${lacksOf(sql`${academyId}`, sql`${day}::date`)} as lacks, (select readiness_minimum from exam_rules) as minimum,
        (select min(minutes + administration_minutes) from exam
          where days @> ${day}::date and (${examCodes.length === 0} or code = any(${examCodes}::text[]))) as needed
      from (select 1) one
      left join academy_copy a on a.subject = ${academyId}
      left join room_copy r on r.subject = ${roomId} and r.academy_id::text = ${academyId} and r.open`))!;
    if (facts.region === null) throw new NotFound('academy');
    demand(tx.actor, { region: facts.region, academy: academyId });
    if (startsAt <= tx.at) throw new SittingIsInThePast();
    demandMembership(facts, legalDayOf(tx.at), day);
    demandReady(facts.lacks, facts.minimum, day);
    if (facts.workstations === null) throw new RoomUnknown();
    if (seats > facts.workstations) throw new RoomTooSmall(facts.workstations);
    const needed = Math.ceil(seats / facts.per_proctor);
    if (proctorIds.length < needed) throw new TooFewProctors(needed, facts.per_proctor);
    if (facts.unable.length > 0) throw new ProctorMayNotProctor(facts.unable, day);
    if (facts.unknown_exams.length > 0) throw new ExamUnknown(facts.unknown_exams[0]!);
    await demandOffered(tx, examCodes, day);
    if (minutes < facts.needed) throw new SittingIsTooShort(facts.needed, minutes);
    return facts.region;
  }

  private async insert(tx: Tx, command: OpenSitting, region: string): Promise<string> {
    const { academyId, roomId, seats, proctorIds, examCodes } = command;
    const span = spanOf(command);
    await holdCalendar(tx);
    await lockInOrder(tx, 'room', [roomId]);
    await lockInOrder(tx, 'person', proctorIds);
    await this.openFor(tx, roomId, span);
    return refusing(openSitting(tx, { academyId, region, roomId, ...span, seats, proctorIds, examCodes }), {
      sitting_room: () => new RoomIsTaken(),
      sitting_within_hours: () => new RoomIsClosedThen(),
      ...PROCTOR_ONE_PLACE,
    });
  }

  private async openFor(tx: Tx, roomId: string, span: Span): Promise<void> {
    const calendar = await legalCalendar(tx);
    const hours = (await timesToOpenIn(tx, [roomId])).get(roomId)!;
    if (!holds(openSpansAround(hours, calendar, span), span))
      throw new RoomIsClosedThen(whyClosed(hours, calendar, span));
    await openRoom(tx, roomId, (await timesOfRooms(tx, [roomId])).get(roomId)!, calendar, [span]);
  }
}

const spanOf = ({ startsAt, minutes }: OpenSitting): Span => ({
  from: startsAt,
  to: new Date(startsAt.getTime() + minutes * 60_000),
});

// The transaction that was refused is lost: what could be had instead is looked for outside of it.
async function offering(tx: Tx, command: OpenSitting, error: unknown): Promise<unknown> {
  if (error instanceof RoomRefused) return error.offering(await otherPlaces(tx, command));
  if (!(error instanceof ProctorsRefused)) return error;
  const academy = await tx.one<{ region: string }>(
    sql`select region from academy_copy where subject = ${command.academyId}`,
  );
  const { academyId } = command;
  return error.offering(await freeProctors(tx, { academyId, region: academy?.region ?? '', ...spanOf(command) }, 5));
}
