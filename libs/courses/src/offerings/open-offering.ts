import { Injectable } from '@nestjs/common';
import type { Membership } from '@takwin/contracts/convention';
import { AcademyId, CourseId, TrainerId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import { Database, demand, type Tx } from '@takwin/platform/postgres';
import { command, LocalDate } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { demandMembership, holdAcademy, MEMBERSHIP } from '../membership.js';
import { CourseIsRetired, demandDays, type OfferingView } from './offering.js';
import { openOffering } from './offering.writer.js';
import { holdTeacher, readNameable } from './read-teacher.js';
import { demandTeacher } from './teacher.js';

export const OpenOffering = command(
  'OpenOffering',
  MANAGERS,
  {
    courseId: CourseId,
    academyId: AcademyId,
    trainerId: TrainerId.optional().describe('Of another region only by the programme'),
    startsOn: LocalDate,
    endsOn: LocalDate,
    seats: z.int().min(1).max(10_000),
  },
  {
    summary: 'Open an offering of a course',
    description:
      'Opens a dated run of a course with seats, in an academy that is in the programme today and when it' +
      ' starts: else ACADEMY_NOT_ACCREDITED or MEMBERSHIP_NOT_IN_FORCE. Its trainer has to be allowed to teach' +
      ' it on all of its days: else TRAINER_NOT_QUALIFIED.',
  },
);
export type OpenOffering = z.output<typeof OpenOffering>;

type Facts = Membership & {
  region: string | null;
  course: 'catalogued' | 'retired' | null;
  topics: string[] | null;
};

@Injectable()
export class OpenOfferingHandler {
  constructor(private readonly db: Database) {}

  /**
   * Refuses days that are over, a course unknown or retired, an academy that is not in the programme today or when it starts, and a
   * trainer who may not teach it from its first day to its last. One that is open goes on when the membership ends.
   */
  run(actor: Actor, command: OpenOffering): Promise<OfferingView> {
    return this.db.asActor(actor, async (tx) => {
      demandDays(command, legalDayOf(tx.at));
      return openOffering(tx, command, await this.judge(tx, command));
    });
  }

  private async judge(tx: Tx, { courseId, academyId, trainerId, startsOn, endsOn }: OpenOffering): Promise<string> {
    await holdAcademy(tx, academyId);
    if (trainerId) await holdTeacher(tx, trainerId);
    const facts = (await tx.one<Facts>(sql`
      select a.region, ${MEMBERSHIP}, c.state as course, c.topics
      from (select 1) one
      left join academy_copy a on a.subject = ${academyId}
      left join course c on c.id = ${courseId}`))!;
    if (facts.region === null) throw new NotFound('academy');
    demand(tx.actor, { region: facts.region, academy: academyId });
    demandMembership(facts, legalDayOf(tx.at), startsOn);
    if (facts.course === null) throw new NotFound('course');
    if (facts.course === 'retired') throw new CourseIsRetired();
    if (trainerId) demandTeacher(await readNameable(tx, trainerId, facts.region), facts.topics!, { startsOn, endsOn });
    return facts.region;
  }
}
