import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { giveUp, giveUpResumption, goesOnElsewhere } from './give-up-registrations.js';
import { offerSeats } from './offer-seats.js';

const REASON = 'CANDIDATE_SITS_ELSEWHERE';

/**
 * Gives those of these registrations `r` up that are to be sat where their candidates may not, by what is known now: candidates
 * of a prison centre sit in it, and nobody else does. `place` is the academy where they are to sit, `home` the candidate's. The
 * reason names neither: whoever reads it may be of the academy that the candidate left, and not to know that they are in prison.
 */
export async function giveUpMisplaced(tx: Tx, which: Sql): Promise<string[]> {
  const misplaced = sql`exists (
    select from person_copy p left join academy_copy home on home.subject = p.academy_id::text
    join academy_copy place on place.subject = coalesce(
      (select s.academy_id from sitting s where s.id = r.sitting_id), r.academy_id)::text
    where p.subject = r.person_id::text and ${which}
      and case when home.in_prison then place.subject <> home.subject else place.in_prison end)`;
  const offering = await giveUp(tx, misplaced, REASON);
  const freed = await giveUpResumption(tx, sql`${misplaced} and ${goesOnElsewhere}`, REASON);
  return [...offering, ...(await offerSeats(tx, freed))];
}
