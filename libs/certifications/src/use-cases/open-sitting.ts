import { Injectable } from '@nestjs/common';
import { AcademyId, ExamCode, PersonId, RoomId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth/actor';
import { NotFound } from '@takwin/platform/errors/refusal';
import { Queues } from '@takwin/platform/jobs/queues';
import { refusing } from '@takwin/platform/postgres/constraint';
import { Database, type Tx } from '@takwin/platform/postgres/database';
import { createOnce } from '@takwin/platform/postgres/idempotency';
import { demand } from '@takwin/platform/postgres/within';
import { command, Instant } from '@takwin/platform/schema/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { legalTimeOf } from '../legal-time/legal-time.js';
import {
  AcademyNotAccredited,
  ExamUnknown,
  ProctorIsTaken,
  ProctorMayNotProctor,
  RoomIsTaken,
  RoomTooSmall,
  RoomUnknown,
  SEATS_PER_PROCTOR,
  SittingIsInThePast,
  TooFewProctors,
  type SittingView,
} from '../sitting/sitting.js';
import { selectSittings } from '../storage/sitting-rows.js';
import { askAgain } from '../storage/waiting-list.js';
import { BOOKING_QUEUE } from './schedule-registrations.js';
import { MANAGERS } from './rules.js';

export const OpenSitting = command(
  'OpenSitting',
  MANAGERS,
  {
    academyId: AcademyId,
    roomId: RoomId,
    startsAt: Instant,
    minutes: z.int().min(15).max(600),
    seats: z.int().min(1).max(500),
    proctorIds: z.array(PersonId).min(1).max(20),
    examCodes: z.array(ExamCode).max(50).default([]).describe('Any exam that fits where empty'),
  },
  'Opens a sitting: one room, one start, one length, seats and proctors',
);
export type OpenSitting = z.output<typeof OpenSitting>;

type Facts = {
  region: string | null;
  accredited: boolean;
  workstations: number | null;
  unable: string[];
  unknown_exams: string[];
};

@Injectable()
export class SittingOpening {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  /**
   * Refuses a room that is unknown, too small or taken, proctors who may not, are too few or elsewhere, and unknown exams.
   * Whoever waits in the region for such a sitting is asked again at once.
   */
  async run(actor: Actor, command: OpenSitting): Promise<SittingView> {
    const { opened, waiting } = await this.db.asActor(actor, async (tx) => {
      const region = await this.judge(tx, command);
      const { id, created } = await this.insert(tx, command, region);
      const waiting = created ? await askAgain(tx, id) : [];
      return { opened: (await selectSittings(tx, sql`s.id = ${id}`))[0]!, waiting };
    });
    if (waiting.length > 0) await this.queues.wake(BOOKING_QUEUE, { ids: waiting });
    return opened;
  }

  private async judge(tx: Tx, command: OpenSitting): Promise<string> {
    const { academyId, roomId, startsAt, seats, proctorIds, examCodes } = command;
    const facts = (await tx.one<Facts>(sql`
      select a.region, coalesce(a.accredited, false) as accredited, r.seats as workstations,
        array(select asked.id from unnest(${proctorIds}::text[]) asked(id)
          left join trainer_copy t on t.subject = asked.id where not coalesce(t.may_proctor, false)) as unable,
        array(select asked.code from unnest(${examCodes}::text[]) asked(code)
          left join exam e on e.code = asked.code where e.code is null) as unknown_exams
      from (select 1) one
      left join academy_copy a on a.subject = ${academyId}
      left join room_copy r on r.subject = ${roomId} and r.academy_id::text = ${academyId} and r.open`))!;
    if (facts.region === null) throw new NotFound('academy');
    demand(tx.actor, { region: facts.region, academy: academyId });
    if (!facts.accredited) throw new AcademyNotAccredited();
    if (startsAt <= tx.at) throw new SittingIsInThePast();
    if (facts.workstations === null) throw new RoomUnknown();
    if (seats > facts.workstations) throw new RoomTooSmall(facts.workstations);
    const needed = Math.ceil(seats / SEATS_PER_PROCTOR);
    if (new Set<string>(proctorIds).size < needed) throw new TooFewProctors(needed);
    if (facts.unable.length > 0) throw new ProctorMayNotProctor(facts.unable);
    if (facts.unknown_exams.length > 0) throw new ExamUnknown(facts.unknown_exams[0]!);
    return facts.region;
  }

  private async insert(tx: Tx, command: OpenSitting, region: string): Promise<{ id: string; created: boolean }> {
    const { academyId, roomId, startsAt, minutes, seats, proctorIds, examCodes } = command;
    const { wallTime, zone, rules } = legalTimeOf(startsAt);
    const endsAt = new Date(startsAt.getTime() + minutes * 60_000);
    const made = await refusing(
      createOnce(
        tx,
        'sitting',
        command,
        (once) => sql`
        insert into sitting(academy_id, region, room_id, starts_at, minutes, during, wall_time, zone, zone_rules, seats,
          exam_codes, ${once.columns})
        values (${academyId}, ${region}, ${roomId}, ${startsAt}, ${minutes}, tstzrange(${startsAt}, ${endsAt}),
          ${wallTime}, ${zone}, ${rules}, ${seats}, ${examCodes}, ${once.values})`,
      ),
      { sitting_room: () => new RoomIsTaken() },
    );
    if (made.created)
      await refusing(
        tx.query(sql`
          insert into sitting_proctor(sitting_id, proctor_id, during)
          select ${made.id}, proctor, tstzrange(${startsAt}, ${endsAt})
          from (select distinct unnest(${proctorIds}::uuid[]) as proctor) asked order by proctor`),
        { sitting_proctor_free: () => new ProctorIsTaken() },
      );
    return made;
  }
}
