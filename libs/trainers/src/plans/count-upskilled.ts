import { Injectable } from '@nestjs/common';
import type { ProgrammeAsked } from '@takwin/contracts/convention';
import { RegionCode } from '@takwin/contracts/ids';
import { type Actor, EVERYONE } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { Database } from '@takwin/platform/postgres';
import { query } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { IS_UNCONFIRMED } from '../unconfirmed.js';
import { IS_PROVEN } from './read-proven.js';

export const CountUpskilled = query(
  'CountUpskilled',
  EVERYONE,
  { region: RegionCode.optional() },
  {
    summary: 'Count the trainers who completed their plan',
    description:
      'Counts trainers whose plan is completed by evidence from the service’s own rows, in the whole country or' +
      ' in one region: the scoreboard must show the same figure.',
  },
);
export type CountUpskilled = z.output<typeof CountUpskilled>;

@Injectable()
export class CountUpskilledHandler {
  constructor(private readonly db: Database) {}

  /** Trainers whose plan is completed by evidence, by the day asked for, today unless told: this service's own rows, which the scoreboard must agree with. */
  run(actor: Actor, { region, on }: Partial<ProgrammeAsked>): Promise<number> {
    return this.db.readAs(actor, async (tx) => {
      const day = on ?? legalDayOf(tx.at);
      const row = await tx.one<{ count: number }>(sql`
        select count(*)::int as count from trainer t
        where ${IS_PROVEN} and upskilling_completed_on <= ${day}
          and not exists (select from person_copy p where p.subject = t.id::text and ${IS_UNCONFIRMED})
          and (${region ?? null}::text is null or region = ${region ?? null})`);
      return row!.count;
    });
  }
}
