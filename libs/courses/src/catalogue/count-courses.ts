import { Injectable } from '@nestjs/common';
import { CONVENTION, type ProgrammeAsked } from '@takwin/contracts/convention';
import { RegionCode } from '@takwin/contracts/ids';
import { type Actor, EVERYONE } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { Database } from '@takwin/platform/postgres';
import { query } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { IS_UNCONFIRMED } from '../unconfirmed.js';

export const CountCourses = query(
  'CountCourses',
  EVERYONE,
  { region: RegionCode.optional() },
  {
    summary: 'Count the courses of the catalogue',
    description: 'Counts courses from the catalogue’s own rows: the scoreboard must show the same figure.',
  },
);
export type CountCourses = z.output<typeof CountCourses>;

/** What this service's own rows say of the convention's targets: the scoreboard must agree. */
@Injectable()
export class CountCoursesHandler {
  constructor(private readonly db: Database) {}

  /** Distinct courses, none made up, with an offering of the convention's days that is taught, and in which its hours were learnt by the day asked for, today unless told. */
  offered(actor: Actor, { region, on }: Partial<ProgrammeAsked>): Promise<number> {
    return this.db.readAs(actor, async (tx) => {
      const { startsOn, endsOn } = CONVENTION;
      const day = on ?? legalDayOf(tx.at);
      const row = await tx.one<{ count: number }>(sql`
        select count(distinct o.course_id)::int as count from offering o join course c on c.id = o.course_id
        where o.state <> 'cancelled' and not c.synthetic
          and o.learnt_on <= least(${day}::date, ${endsOn}) and o.ends_on >= ${startsOn}
          and exists (select from enrolment e where e.offering_id = o.id and e.person_id <> o.trainer_id and e.hours > 0
            and (e.state in ('enrolled', 'completed') or e.reason = 'OFFERING_FINISHED')
            and not exists (select from person_copy p where p.subject = e.person_id::text and ${IS_UNCONFIRMED}))
          and (${region ?? null}::text is null or o.region = ${region ?? null})`);
      return row!.count;
    });
  }

  /** Staff and trainers certified at the end of the 30 hours, by the day asked for, today unless told. */
  literacyCompletions(actor: Actor, { region, on }: Partial<ProgrammeAsked>): Promise<number> {
    return this.db.readAs(actor, async (tx) => {
      const day = on ?? legalDayOf(tx.at);
      const row = await tx.one<{ count: number }>(sql`
        select count(*)::int as count from literacy
        where state = 'certified' and certified_on <= ${day} and exists (
          select from person_copy p where p.subject = literacy.person_id::text and p.kind in ('staff', 'trainer') and not ${IS_UNCONFIRMED})
          and (${region ?? null}::text is null or region = ${region ?? null})`);
      return row!.count;
    });
  }
}
