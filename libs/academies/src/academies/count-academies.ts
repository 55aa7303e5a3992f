import { Injectable } from '@nestjs/common';
import { CONVENTION, type ProgrammeAsked } from '@takwin/contracts/convention';
import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { Database } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';

@Injectable()
export class CountAcademiesHandler {
  constructor(private readonly db: Database) {}

  /**
   * Academies accredited and members on a day, today unless told, of a region or the country: this service's own rows, which the
   * scoreboard must agree with. It is asked for by the scoreboard alone, whose use case says who may.
   */
  run(actor: Actor, { region, on }: Partial<ProgrammeAsked>): Promise<number> {
    return this.db.readAs(actor, async (tx) => {
      const day = on ?? legalDayOf(tx.at);
      const row = await tx.one<{ count: number }>(sql`
        select count(*)::int as count from academy
        where accredited_on <= ${day} and coalesce(membership_until, ${CONVENTION.endsOn}) >= ${day}
          and (state = 'accredited' or exists (
            select from jsonb_to_recordset(interruptions) as out(until date) where out.until is null))
          and not exists (select from jsonb_to_recordset(interruptions) as out("from" date, until date)
            where ${day} between out."from" and coalesce(out.until, 'infinity'))
          and (${region ?? null}::text is null or region = ${region ?? null})`);
      return row!.count;
    });
  }
}
