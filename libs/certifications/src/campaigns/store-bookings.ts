import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { RunningCampaign } from './campaign.rows.js';
import type { KnownSitting, Refused, Wish } from './read-candidates.js';

export type Booking = { wish: Wish; sitting: KnownSitting };

/** Locks sittings in the order in which all do so. */
export const lockSittings = (tx: Tx, ids: readonly string[]): Promise<unknown[]> =>
  tx.query(sql`select from sitting where id = any(${ids}::uuid[]) order by id for update`);

/**
 * Takes a seat for each of these, as far as its sitting has them and is arranged as it was read; in one order for all who do so.
 * Returns how many of each sitting it got.
 */
export async function claimSeats(tx: Tx, wanted: readonly { sitting: KnownSitting }[]): Promise<Map<string, number>> {
  const seats = [...Map.groupBy(wanted, ({ sitting }) => sitting.id)].map(([id, own]) => ({
    id,
    count: own.length,
    arrangement: own[0]!.sitting.arrangement,
  }));
  const got = await tx.query<{ id: string; got: number }>(sql`
    with wanted as (
      select w.* from jsonb_to_recordset(${JSON.stringify(seats)}::jsonb) as w(id uuid, count int, arrangement int)
    ), locked as (
      select s.id from sitting s join wanted using (id) order by s.id for update of s
    )
    update sitting s set taken = s.taken + least(w.count, s.seats - s.taken), version = s.version + 1
    from wanted w join locked using (id)
    where s.id = w.id and s.arrangement = w.arrangement and s.state = 'open' and s.starts_at > ${tx.at}
      and s.taken < s.seats
    returning s.id, new.taken - old.taken as got`);
  return new Map(got.map((row) => [row.id, row.got]));
}

/** Gives seats back that the same transaction has taken, or that who had them leaves. */
export async function giveBack(tx: Tx, seats: ReadonlyMap<string, number>): Promise<void> {
  const rows = [...seats].filter(([, count]) => count > 0).map(([id, count]) => ({ id, count }));
  if (rows.length === 0) return;
  await tx.query(sql`
    with given as (
      select g.id, g.count from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g(id uuid, count int)
    ), locked as (
      select s.id from sitting s join given using (id) order by s.id for update of s
    )
    update sitting s set taken = s.taken - g.count, version = s.version + 1
    from given g join locked using (id) where s.id = g.id`);
}

/**
 * Registers these candidates where they were planned. Whoever has a registration for the exam by now, or is elsewhere at that
 * time, is left out by the constraints that say so. Returns what was made, with its sitting.
 */
export function insertBooked(
  tx: Tx,
  campaign: RunningCampaign,
  bookings: readonly Booking[],
): Promise<{ id: string; sittingId: string }[]> {
  const rows = bookings.map(({ wish: { candidate, academyId, region }, sitting }) => ({
    person: candidate.personId,
    exam: candidate.exam.code,
    academy: academyId,
    region,
    sitting: sitting.id,
    from: new Date(sitting.from),
    to: new Date(sitting.to),
  }));
  return tx.query(sql`
    insert into registration(person_id, exam_code, academy_id, region, sitting_id, during, state, earliest, latest, consent,
      requested_at, created_by, campaign_id)
    select b.person, b.exam, b.academy, b.region, b.sitting, tstzrange(b.from, b.to), 'booked',
      ${campaign.earliest}::timestamptz, ${campaign.latest}::timestamptz, ${campaign.consent}::boolean,
      ${tx.at}::timestamptz, ${tx.actor.subject}, ${campaign.id}::uuid
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as b(person uuid, exam text, academy uuid, region text, sitting uuid, "from" timestamptz, "to" timestamptz)
    order by b.person, b.exam
    on conflict do nothing returning id, sitting_id as "sittingId"`);
}

/** Registers candidates without a seat: as refused with the reason, or to wait; returns the ids of what was made. */
export async function insertUnseated(
  tx: Tx,
  campaign: RunningCampaign,
  state: 'refused' | 'waitlisted',
  those: readonly Refused[],
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    insert into registration(person_id, exam_code, academy_id, region, state, reason, earliest, latest, consent,
      requested_at, created_by, campaign_id)
    select u."personId", u."examCode", u."academyId", u.region, ${state}, u.reason, ${campaign.earliest}::timestamptz,
      ${campaign.latest}::timestamptz, ${campaign.consent}::boolean, ${tx.at}::timestamptz, ${tx.actor.subject},
      ${campaign.id}::uuid
    from jsonb_to_recordset(${JSON.stringify(those)}::jsonb)
      as u("personId" uuid, "examCode" text, "academyId" uuid, region text, reason text)
    order by u."personId", u."examCode"
    on conflict do nothing returning id`);
  return rows.map(({ id }) => id);
}

/** A registration that is to change: to a sitting, or to none. */
export type Move = {
  wish: Wish & { registration: NonNullable<Wish['registration']> };
  sitting: KnownSitting | null;
};

/**
 * Gives registrations other sittings, or none, as far as each is still as it was known; returns how many it changed. All leave
 * their seats and hours first, as candidates, and one person's two exams, may change places.
 */
export async function moveRegistrations(tx: Tx, moves: readonly Move[]): Promise<number> {
  const rows = moves.map(({ wish: { registration }, sitting }) => ({
    id: registration.id,
    version: registration.version,
    sitting: sitting?.id ?? null,
    from: sitting && new Date(sitting.from),
    to: sitting && new Date(sitting.to),
  }));
  const left = await tx.query(sql`
    update registration r set state = 'requested', sitting_id = null, during = null, version = r.version + 1
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m(id uuid, version int)
    where r.id = m.id and r.version = m.version and r.state in ('booked', 'requested', 'waitlisted') returning r.id`);
  await tx.query(sql`
    update registration r set sitting_id = m.sitting,
      state = case when m.sitting is null then 'waitlisted' else 'booked' end,
      reason = case when m.sitting is null then 'NO_FREE_SEAT' end,
      during = case when m.sitting is null then null else tstzrange(m.from, m.to) end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as m(id uuid, version int, sitting uuid, "from" timestamptz, "to" timestamptz)
    where r.id = m.id and r.version = m.version + 1 and r.state = 'requested'`);
  return left.length;
}
