import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { giveUpResumption } from './give-up-registrations.js';
import { examRules } from '../sittings/read-exam-rules.js';
import { withdraw } from './registration.writer.js';
import { toCome } from '../sittings/find-begun.js';
import { cancelSittings, changeSitting, releaseSeats } from '../sittings/sitting.writer.js';
import { offerSeats } from './offer-seats.js';

/**
 * Calls sittings that have not begun off, with what is `said` of that. Their candidates are asked for anew under `reason`, a code,
 * and keep their place in the queue and the window that they named; who was to go on there after an interruption may elsewhere.
 * Returns whom to wake the scheduler for.
 */
export async function withdrawSittings(
  tx: Tx,
  ids: readonly string[],
  reason: string,
  said = reason,
): Promise<string[]> {
  const off = await tx.query<{ id: string }>(sql`
    select id from sitting where id = any(${ids}::uuid[]) and state = 'open' and starts_at > ${tx.at}
    order by id for no key update`);
  const sittingIds = await toCome(
    tx,
    off.map(({ id }) => id),
  );
  if (sittingIds.length === 0) return [];
  const asked = await askAnew(tx, sql`r.sitting_id = any(${sittingIds}::uuid[])`, reason);
  await giveUpResumption(tx, sql`r.sitting_id = any(${sittingIds}::uuid[])`, reason);
  await cancelSittings(tx, sittingIds, said);
  return asked;
}

/**
 * Takes seats off a sitting, whose row is locked, down to `seats`, and gives it these proctors where they are named: seats held
 * for who waits go first, then the latest booked, who are asked for anew, and who was let in last of all. Returns whom to wake the scheduler for.
 */
export async function shrinkSitting(
  tx: Tx,
  id: string,
  { seats, proctorIds }: { seats: number; proctorIds?: readonly string[] },
  reason: string,
): Promise<string[]> {
  const known = await tx.one<{ taken: number; offered: number; seats: number }>(
    sql`select taken, offered, seats from sitting where id = ${id}`,
  );
  const booked = known!.taken - known!.offered;
  const leaving = Math.max(0, booked - seats);
  const asked =
    leaving === 0
      ? []
      : await askAnew(
          tx,
          sql`r.id in (select id from registration where sitting_id = ${id} and state = 'booked'
            order by admitted_at is not null, queued desc limit ${leaving})`,
          reason,
        );
  const staying = booked - asked.length;
  const size = { seats: Math.max(seats, staying, 1), booked: staying, spare: Math.max(0, seats - staying) };
  await changeSitting(tx, id, { size, ...(proctorIds && { proctorIds }) });
  return asked;
}

/** Asks for these candidates anew, each as far as it is still booked in that sitting; others may have the seats. */
export async function withdrawSeats(
  tx: Tx,
  seats: readonly { id: string; sittingId: string }[],
  reason: string,
): Promise<void> {
  const bySitting = [...Map.groupBy(seats, ({ sittingId }) => sittingId)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [sittingId, own] of bySitting) {
    await tx.query(sql`select from sitting where id = ${sittingId} for no key update`);
    const ids = own.map(({ id }) => id);
    const asked = await askAnew(tx, sql`r.sitting_id = ${sittingId} and r.id = any(${ids}::uuid[])`, reason);
    await releaseSeats(tx, new Map([[sittingId, asked.length]]));
    await offerSeats(tx, [sittingId]);
  }
}

const askAnew = async (tx: Tx, which: Sql, reason: string): Promise<string[]> =>
  withdraw(tx, which, reason, (await examRules(tx)).rebookingDays);
