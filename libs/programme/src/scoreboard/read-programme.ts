import { Injectable } from '@nestjs/common';
import { RegionCode } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { Database } from '@takwin/platform/postgres';
import { query } from '@takwin/platform/schema';
import type { z } from 'zod';
import { forecast } from './forecast.js';
import type { ProgrammeView } from './programme.js';
import { CONVENTION } from './target.js';
import { countTargets } from './scoreboard.rows.js';

export const ReadProgramme = query(
  'ReadProgramme',
  {
    'programme-admin': 'programme',
    'regional-director': 'programme',
    'academy-manager': 'programme',
    trainer: 'programme',
    candidate: 'programme',
    integrator: 'programme',
    auditor: 'programme',
  },
  { region: RegionCode.optional() },
);
export type ReadProgramme = z.output<typeof ReadProgramme>;

/** The scoreboard of the convention: counts only, so every role may read the whole country. */
@Injectable()
export class ReadProgrammeHandler {
  constructor(private readonly db: Database) {}

  run(actor: Actor, { region }: ReadProgramme): Promise<ProgrammeView> {
    return this.db.readAs(actor, async (tx) => {
      const { id, name, startsOn, endsOn } = CONVENTION;
      const today = tx.at.toISOString().slice(0, 10);
      const counts = await countTargets(tx, region);
      const targets = counts.map(({ due_on: dueOn, ...count }) => ({
        ...count,
        dueOn,
        forecast: forecast(count.actual, startsOn, dueOn, today),
      }));
      return { id, convention: { name, startsOn, endsOn }, targets };
    });
  }
}
