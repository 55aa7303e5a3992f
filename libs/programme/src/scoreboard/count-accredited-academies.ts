import type { ProgrammeAsked } from '@takwin/contracts/convention';
import { RegionCode } from '@takwin/contracts/ids';
import { type Actor, EVERYONE } from '@takwin/platform/auth';
import { query } from '@takwin/platform/schema';
import type { z } from 'zod';

export const RecountAcademies = query(
  'RecountAcademies',
  EVERYONE,
  { region: RegionCode.optional() },
  {
    summary: 'Recount the academies of the programme',
    description:
      'Counts the accredited academies from the register’s own rows, where and on the day that the programme was asked' +
      ' for, or in another region: the scoreboard must show the same figure.',
  },
);
export type RecountAcademies = z.output<typeof RecountAcademies>;

/** The recount of academies of a day, today unless told: the register of academies, which runs in the same process, stands in for it. */
export abstract class AccreditedAcademies {
  abstract run(actor: Actor, asked: Partial<ProgrammeAsked>): Promise<number>;
}
