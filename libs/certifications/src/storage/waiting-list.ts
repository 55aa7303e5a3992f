import type { Tx } from '@takwin/platform/postgres/database';
import sql from 'sql-template-tag';
import { announceRegistrations } from './registration-rows.js';

/**
 * Turns those who have waited longest for what this sitting offers back into requests, as many as it has seats to give:
 * the scheduler then books them by the same rules as any other. Returns whom to wake it for.
 */
export async function askAgain(tx: Tx, sittingId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    with seats as (select * from sitting where id = ${sittingId} and state = 'open' and starts_at > ${tx.at}),
    next as (
      select r.id from registration r join seats s on r.region = s.region
      join exam e on e.code = r.exam_code
      where r.state = 'waitlisted' and s.starts_at between r.earliest and r.latest
        and e.minutes + e.administration_minutes <= s.minutes
        and (s.exam_codes = '{}' or r.exam_code = any(s.exam_codes))
        and (r.wanted_academy_id is null or r.wanted_academy_id = s.academy_id)
      order by r.queued limit (select seats - taken from seats) for update of r skip locked
    )
    update registration r set state = 'requested', reason = null, version = version + 1
    from next where r.id = next.id returning r.id`);
  const ids = rows.map(({ id }) => id);
  await announceRegistrations(tx, 'ExamRequested', ids);
  return ids;
}
