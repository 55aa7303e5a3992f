import { Injectable } from '@nestjs/common';
import { RegionCode } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { Database } from '@takwin/platform/postgres';
import { query } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { EVERYONE } from '../rules.js';

export const CountCourses = query('CountCourses', EVERYONE, { region: RegionCode.optional() });
export type CountCourses = z.output<typeof CountCourses>;

/** What this service's own rows say of the convention's targets: the scoreboard must agree. */
@Injectable()
export class CountCoursesHandler {
  constructor(private readonly db: Database) {}

  /** Distinct courses with an offering that was not called off. */
  offered(actor: Actor, { region }: CountCourses): Promise<number> {
    return this.db.readAs(actor, async (tx) => {
      const row = await tx.one<{ count: number }>(sql`
        select count(distinct course_id)::int as count from offering
        where state <> 'cancelled' and (${region ?? null}::text is null or region = ${region ?? null})`);
      return row!.count;
    });
  }

  /** Persons certified at the end of the 30 hours. */
  literacyCompletions(actor: Actor, { region }: CountCourses): Promise<number> {
    return this.db.readAs(actor, async (tx) => {
      const row = await tx.one<{ count: number }>(sql`
        select count(*)::int as count from literacy
        where state = 'certified' and (${region ?? null}::text is null or region = ${region ?? null})`);
      return row!.count;
    });
  }
}
