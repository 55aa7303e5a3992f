import { Injectable } from '@nestjs/common';
import { CONVENTION } from '@takwin/contracts/convention';
import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { Database } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';

@Injectable()
export class CountAcademiesHandler {
  constructor(private readonly db: Database) {}

  /**
   * Academies accredited and members by today, of a region or the country: this service's own rows, which the scoreboard must agree
   * with. It is asked for by the scoreboard alone, whose use case says who may.
   */
  run(actor: Actor, { region }: { region?: string }): Promise<number> {
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
