import { Injectable } from '@nestjs/common';
import { CONVENTION } from '@takwin/contracts/convention';
import { RegionCode } from '@takwin/contracts/ids';
import { type Actor, EVERYONE } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { Database } from '@takwin/platform/postgres';
import { query } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';

export const CountAcademies = query(
  'CountAcademies',
  EVERYONE,
  { region: RegionCode.optional() },
  {
    summary: 'Count the academies of the programme',
    description:
      'Counts the accredited academies from the register’s own rows, in the whole country or in one region: the' +
      ' scoreboard must show the same figure.',
  },
);
export type CountAcademies = z.output<typeof CountAcademies>;

@Injectable()
export class CountAcademiesHandler {
  constructor(private readonly db: Database) {}

  /** Academies accredited and members by today: this service's own rows, which the scoreboard must agree with. */
  run(actor: Actor, { region }: CountAcademies): Promise<number> {
    return this.db.readAs(actor, async (tx) => {
      const today = legalDayOf(tx.at);
      const row = await tx.one<{ count: number }>(sql`
        select count(*)::int as count from academy
        where state = 'accredited' and accredited_on <= ${today} and coalesce(membership_until, ${CONVENTION.endsOn}) >= ${today}
          and (${region ?? null}::text is null or region = ${region ?? null})`);
      return row!.count;
    });
  }
}
