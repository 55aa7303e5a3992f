import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';

/** Whoever waits for what a sitting `s` offers, by an exam `e` of a registration `r`: what SQL can say of it. */
export const waitsFor = (at: Date): Sql => sql`
  r.state = 'waitlisted' and r.region = s.region and s.starts_at between r.earliest and r.latest
  and s.state = 'open' and s.starts_at > ${at} and e.minutes + e.administration_minutes <= s.minutes
  and (s.exam_codes = '{}' or r.exam_code = any(s.exam_codes))
  and (r.wanted_academy_id is null or r.wanted_academy_id = s.academy_id)`;

/**
 * Holds free seats of a sitting, whose row is locked, for who waits for such ones: nobody who comes later gets them first.
 * Returns the sitting where there is something to offer: wake the worker for it.
 */
export async function offerSeats(tx: Tx, sittingId: string): Promise<string[]> {
  const offering = await tx.one<{ id: string }>(sql`
    with waiting as (
      select count(*)::int as count from (
        select from registration r join exam e on e.code = r.exam_code join sitting s on s.id = ${sittingId}
        where ${waitsFor(tx.at)} limit (select seats - taken from sitting where id = ${sittingId})) first_ones
    )
    update sitting set taken = taken + count, offered = offered + count, version = version + 1
    from waiting where id = ${sittingId} and count > 0 returning id`);
  return offering ? [offering.id] : [];
}
