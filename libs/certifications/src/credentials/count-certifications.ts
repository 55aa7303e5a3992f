import { Injectable } from '@nestjs/common';
import { CONVENTION, type ProgrammeAsked } from '@takwin/contracts/convention';
import { RegionCode } from '@takwin/contracts/ids';
import { type Actor, EVERYONE } from '@takwin/platform/auth';
import { dayAfter, legalDayOf } from '@takwin/platform/clock';
import { Database } from '@takwin/platform/postgres';
import { query } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { IS_UNCONFIRMED } from '../unconfirmed.js';
import { instantOf } from '../legal-time/legal-time.js';

export const CountCertifications = query(
  'CountCertifications',
  EVERYONE,
  { region: RegionCode.optional() },
  {
    summary: 'Count the certifications that are held',
    description:
      'Counts certifications from the register’s own rows, in the whole country or in one region: the' +
      ' scoreboard must show the same figure.',
  },
);
export type CountCertifications = z.output<typeof CountCertifications>;

@Injectable()
export class CountCertificationsHandler {
  constructor(private readonly db: Database) {}

  /** Distinct persons and certifications within the convention, of persons who are confirmed, none revoked by the day asked for, today unless told: this service's own rows, which the scoreboard must agree with. */
  run(actor: Actor, { region, on }: Partial<ProgrammeAsked>): Promise<number> {
    return this.db.readAs(actor, async (tx) => {
      const { startsOn, endsOn } = CONVENTION;
      const day = on ?? legalDayOf(tx.at);
      const row = await tx.one<{ count: number }>(sql`
        select count(*)::int as count from held
        where withdrawn_at is null and coalesce(revoked_at >= ${instantOf(`${dayAfter(day)}T00:00`)}, true) and achieved_on between ${startsOn} and least(${day}::date, ${endsOn})
          and not exists (select from person_copy p where p.subject = held.person_id::text and ${IS_UNCONFIRMED})
          and (${region ?? null}::text is null or region = ${region ?? null})`);
      return row!.count;
    });
  }
}
