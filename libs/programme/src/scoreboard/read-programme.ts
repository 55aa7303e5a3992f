import { Injectable } from '@nestjs/common';
import { CONVENTION } from '@takwin/contracts/convention';
import { RegionCode } from '@takwin/contracts/ids';
import { type Actor, EVERYONE } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { Database, type Tx } from '@takwin/platform/postgres';
import { query } from '@takwin/platform/schema';
import type { z } from 'zod';
import { Day, dayOf } from './day.js';
import { type Forecast, forecast, weeksOf } from './forecast.js';
import type { ProgrammeView, TargetView } from './programme.js';
import { countTargets, countTrainees } from './scoreboard.rows.js';
import { shareOf } from './share.js';
import { FLOWS } from './target.js';

export const ReadProgramme = query(
  'ReadProgramme',
  EVERYONE,
  { region: RegionCode.optional(), on: Day },
  {
    summary: 'Read the scoreboard of the convention',
    description:
      'Answers how far the convention is: for each target what was promised, what is reached, and what is' +
      ' forecast by when it is due; for the whole country or one region, today or as it was on a day.',
  },
);
export type ReadProgramme = z.output<typeof ReadProgramme>;

/** The scoreboard of the convention: counts only, so every role may read the whole country. */
@Injectable()
export class ReadProgrammeHandler {
  constructor(private readonly db: Database) {}

  run(actor: Actor, query: ReadProgramme): Promise<ProgrammeView> {
    return this.db.readAs(actor, (tx) => this.read(tx, query));
  }

  /** There is one, however often it is named. */
  readonly byIds = async (actor: Actor, ids: readonly string[]): Promise<Map<string, ProgrammeView>> => {
    const programme = await this.run(actor, {});
    return new Map(ids.map((id) => [id, programme]));
  };

  /** The same within a transaction. */
  async read(tx: Tx, { region, on }: ReadProgramme): Promise<ProgrammeView> {
    const { id, name, startsOn, endsOn } = CONVENTION;
    const day = dayOf(on, tx.at);
    const today = legalDayOf(tx.at);
    const counts = await countTargets(tx, day, region);
    const trainees = region ? await countTrainees(tx) : {};
    const targets = counts.map(({ target, due_on: dueOn, weekly, ...count }) => {
      const due = region ? shareOf(region, target, trainees) : { target, share: null };
      const pace = FLOWS.includes(count.id) ? forecast(count.actual, weeksOf(weekly, startsOn, day), day, dueOn) : null;
      return { ...count, registeredOn: today, ...due, ...shown(pace), dueOn, region: region ?? null, on: day };
    });
    return { id, convention: { name, startsOn, endsOn }, region: region ?? null, on: day, targets };
  }
}

const shown = (pace: Forecast | null): Pick<TargetView, 'forecast' | 'forecastLow' | 'forecastHigh'> => ({
  forecast: pace?.expected ?? null,
  forecastLow: pace?.low ?? null,
  forecastHigh: pace?.high ?? null,
});
