import { type Merges, movesOf, type Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { announceRegistrations } from './announce-registrations.js';
import { registrationLife as life } from './registration.life.js';

/**
 * Gives registrations of one record to whose they are now, but those for which that person has no room: one for the same exam, or hours in
 * which the person is elsewhere.
 */
export async function mergeRegistrations(
  tx: Tx,
  merges: Merges,
  { from, to }: { from: string; to: string },
): Promise<void> {
  const moves = movesOf('r', merges);
  const rows = await tx.query<{ id: string }>(sql`
    update registration r set ${moves.set}, version = r.version + 1
    where r.person_id = ${from} and ${moves.to} = ${to} and ${moves.where} and r.state = any(${life.from('merge')})
      and not (r.state in ('requested', 'waitlisted', 'booked', 'sat') and r.lapsed_at is null and exists (
        select from registration o where o.person_id = ${to} and o.exam_code = r.exam_code
          and o.state in ('requested', 'waitlisted', 'booked', 'sat') and o.lapsed_at is null))
      and not (r.state in ('booked', 'sat') and exists (
        select from engagement e where e.person_id = ${to} and e.during && r.during))
    returning r.id`);
  await announceRegistrations(
    tx,
    'merge',
    rows.map(({ id }) => id),
  );
}
