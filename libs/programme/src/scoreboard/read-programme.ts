import { Injectable } from '@nestjs/common';
import { CONVENTION } from '@takwin/contracts/convention';
import { RegionCode } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { Database } from '@takwin/platform/postgres';
import { query } from '@takwin/platform/schema';
import type { z } from 'zod';
import { Day, dayOf } from './day.js';
import { forecast } from './forecast.js';
import type { ProgrammeView } from './programme.js';
import { countTargets } from './scoreboard.rows.js';
import { EVERYONE } from '../rules.js';

export const ReadProgramme = query('ReadProgramme', EVERYONE, { region: RegionCode.optional(), on: Day });
export type ReadProgramme = z.output<typeof ReadProgramme>;

/** The scoreboard of the convention: counts only, so every role may read the whole country. */
@Injectable()
export class ReadProgrammeHandler {
  constructor(private readonly db: Database) {}

  run(actor: Actor, { region, on }: ReadProgramme): Promise<ProgrammeView> {
    return this.db.readAs(actor, async (tx) => {
      const { id, name, startsOn, endsOn } = CONVENTION;
      const day = dayOf(on, tx.at);
      const counts = await countTargets(tx, day, region);
      const targets = counts.map(({ due_on: dueOn, ...count }) => ({
        ...count,
        dueOn,
        forecast: forecast(count.actual, startsOn, dueOn, day),
        region: region ?? null,
        on: day,
      }));
      return { id, convention: { name, startsOn, endsOn }, targets };
    });
  }
}
