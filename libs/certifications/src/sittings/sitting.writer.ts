import { type Merges, movesOf, type Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import { legalTimeOf, ZONE_RULES } from '../legal-time/legal-time.js';
import { isInProgramme } from '../membership.js';
import { announceSittings } from './announce-sittings.js';
import { sittingLife as life } from './sitting.life.js';
import type { SittingView } from './sitting.js';

/** A sitting that is to be. */
export type NewSitting = {
  academyId: string;
  region: string;
  roomId: string;
  from: Date;
  to: Date;
  seats: number;
  proctorIds: readonly string[];
  examCodes?: readonly string[];
};

/** What a new sitting has once it is open. */
export type OpenedSitting = { id: string; arrangement: number; roomId: string; from: Date };

/** Opens a sitting; returns its id. Fails by the constraints of `openSittings`. */
export async function openSitting(tx: Tx, sitting: NewSitting): Promise<string> {
  const own = { columns: sql`created_by`, values: sql`${tx.actor.subject}::text` };
  const opened = await tx.one<{ id: string }>(sql`${insertion(tx, [sitting], own)} returning id`);
  await settleIn(tx, [{ id: opened!.id, proctorIds: sitting.proctorIds }]);
  return opened!.id;
}

/**
 * Opens sittings for a campaign, in any order. Fails by `sitting_room` where a room is taken, by `sitting_within_hours` where it
 * is closed then, and by `sitting_proctor_free` or `engagement_one_place` where a proctor watches or sits elsewhere.
 */
export async function openSittings(
  tx: Tx,
  campaignId: string,
  sittings: readonly NewSitting[],
): Promise<OpenedSitting[]> {
  const own = { columns: sql`created_by, campaign_id`, values: sql`${tx.actor.subject}::text, ${campaignId}::uuid` };
  const opened = await tx.query<OpenedSitting>(sql`
    ${insertion(tx, sittings, own)} returning id, arrangement, room_id as "roomId", starts_at as "from"`);
  const keyOf = ({ roomId, from }: Pick<NewSitting, 'roomId' | 'from'>): string => `${roomId} ${from.getTime()}`;
  const proctors = new Map(sittings.map((one) => [keyOf(one), one.proctorIds]));
  await settleIn(
    tx,
    opened.map((one) => ({ id: one.id, proctorIds: proctors.get(keyOf(one))! })),
  );
  return opened;
}

function insertion(tx: Tx, sittings: readonly NewSitting[], { columns, values }: { columns: Sql; values: Sql }): Sql {
  const rows = sittings.map((one) => ({ ...one, ...legalTimeOf(one.from) }));
  return sql`
    insert into sitting(academy_id, region, room_id, starts_at, minutes, during, guarded, wall_time, zone, zone_rules, seats,
      exam_codes, planned_at, ${columns})
    select n."academyId", n.region, n."roomId", n."from", extract(epoch from n."to" - n."from") / 60,
      tstzrange(n."from", n."to"), tstzrange(n."from", n."to"), n."wallTime", n.zone, n.rules, n.seats,
      coalesce(n."examCodes", '{}'), ${tx.at}::timestamptz, ${values}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n("academyId" uuid, region text, "roomId" uuid,
      "from" timestamptz, "to" timestamptz, "wallTime" text, zone text, rules text, seats int, "examCodes" text[])
    order by n."roomId", n."from"`;
}

type Watch = { id: string; proctorIds: readonly string[] };

async function settleIn(tx: Tx, opened: readonly Watch[]): Promise<void> {
  await tx.query(sql`set constraints sitting_within_hours immediate`);
  await addProctors(tx, opened);
  await announceSittings(
    tx,
    'open',
    opened.map(({ id }) => id),
  );
}

async function addProctors(tx: Tx, watches: readonly Watch[]): Promise<void> {
  const rows = watches.flatMap(({ id, proctorIds }) => [...new Set(proctorIds)].map((proctor) => ({ id, proctor })));
  await tx.query(sql`
    insert into sitting_proctor(sitting_id, proctor_id, during)
    select s.id, w.proctor, s.during
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w(id uuid, proctor uuid) join sitting s using (id)
    order by w.proctor, s.starts_at`);
}

/** `booked` of the seats have candidates; of the others, at most `spare` stay held for who waits. */
export type Seats = { seats: number; booked: number; spare: number };

/**
 * Gives a sitting, whose row is locked, other seats or other proctors: those who come and those who leave. Fails by
 * `sitting_proctor_free` or `engagement_one_place` where one is elsewhere. Undefined where it may not be changed.
 */
export async function changeSitting(
  tx: Tx,
  id: string,
  { size, proctorIds }: { size?: Seats; proctorIds?: readonly string[] },
): Promise<SittingView | undefined> {
  const seats = size
    ? sql`seats = ${size.seats}, offered = least(offered, ${size.spare}), taken = ${size.booked} + least(offered, ${size.spare}),`
    : empty;
  const changed = await tx.one(sql`
    update sitting set ${seats} arrangement = arrangement + 1, version = version + 1
    where id = ${id} and state = any(${life.from('change')}) returning id`);
  if (!changed) return undefined;
  if (proctorIds) {
    await tx.query(sql`delete from sitting_proctor where sitting_id = ${id}`);
    await addProctors(tx, [{ id, proctorIds }]);
  }
  const [view] = await announceSittings(tx, 'change', [id]);
  return view;
}

/** Moves a sitting and its proctors to other hours, told by the zone rules of now. Fails by the same constraints as opening one. */
export async function retimeSitting(tx: Tx, id: string, from: Date, to: Date): Promise<void> {
  const during = sql`tstzrange(${from}, ${to})`;
  const moved = await tx.query<{ id: string }>(sql`
    update sitting set starts_at = ${from}, during = ${during}, guarded = case when guarded is not null then ${during} end,
      zone_rules = ${ZONE_RULES}, arrangement = arrangement + 1, version = version + 1
    where id = ${id} and state = any(${life.from('retime')}) returning id`);
  if (moved.length === 0) return;
  await tx.query(sql`update sitting_proctor set during = ${during} where sitting_id = ${id}`);
  await announceSittings(tx, 'retime', [id]);
}

/** Calls sittings off, whose rows are locked; who sits or sat there keeps the place. */
export async function cancelSittings(tx: Tx, ids: readonly string[], reason: string): Promise<void> {
  const rows = await tx.query<{ id: string }>(sql`
    update sitting s set state = 'cancelled', cancelled_reason = ${reason}, guarded = null, offered = 0,
      taken = (select count(*) from registration r
        where r.sitting_id = s.id and r.state in ('sat', 'passed', 'failed', 'no-show')),
      arrangement = arrangement + 1, version = version + 1
    where s.id = any(${ids}::uuid[]) and s.state = any(${life.from('cancel')}) returning s.id`);
  const off = rows.map(({ id }) => id);
  await tx.query(sql`delete from sitting_proctor where sitting_id = any(${off}::uuid[])`);
  await announceSittings(tx, 'cancel', off);
}

/** Holds these sittings to the hours of their room from now on. */
export const guardSittings = (tx: Tx, ids: readonly string[]) =>
  tx.query(sql`update sitting set guarded = during where id = any(${ids}::uuid[]) and guarded is null`);

/** No longer holds to hours what is not `toCome` in a room, as it has begun: nobody is sent out of a running exam. */
export const unguardBegun = (tx: Tx, roomId: string, toCome: readonly string[]) =>
  tx.query(sql`
    update sitting set guarded = null
    where room_id = ${roomId} and guarded is not null and id <> all(${toCome}::uuid[])`);

/** Takes a seat, of the sitting as it was arranged when it was judged where that is told. False where none is to be had so. */
export async function claimSeat(tx: Tx, id: string, arrangement?: number): Promise<boolean> {
  const same = arrangement === undefined ? empty : sql`and arrangement = ${arrangement}`;
  const claimed = await tx.one(sql`
    update sitting set taken = taken + 1, version = version + 1
    where id = ${id} and state = any(${life.from('claim')}) and taken < seats ${same} returning id`);
  return claimed !== undefined;
}

/**
 * Has the sittings to come of an academy that is not in the programme judged again by whoever judged them before they knew: waits for
 * seats that are being given there, and none is given by what was read until now. Returns the sittings.
 */
export async function judgeAgain(tx: Tx, academyId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    with locked as (
      select s.id from sitting s join academy_copy a on a.subject = s.academy_id::text
      where s.academy_id = ${academyId} and s.state = any(${life.from('claim')}) and s.starts_at > ${tx.at} and not a.accredited
      order by s.id for no key update of s
    )
    update sitting s set arrangement = s.arrangement + 1 from locked where s.id = locked.id returning s.id`);
  return rows.map(({ id }) => id);
}

/** A sitting in the arrangement of room, hours and proctors in which it was judged. */
export type Arranged = { id: string; arrangement: number };

/**
 * Takes a seat for each of these, as far as its sitting has them, is arranged as it was judged, and its academy is in the
 * programme; in one order for all who do so.
 * Returns how many of each sitting it got.
 */
export async function claimSeats(tx: Tx, wanted: readonly Arranged[]): Promise<Map<string, number>> {
  if (wanted.length === 0) return new Map();
  const rows = [...Map.groupBy(wanted, ({ id }) => id)].map(([id, own]) => ({
    id,
    count: own.length,
    arrangement: own[0]!.arrangement,
  }));
  const got = await tx.query<{ id: string; got: number }>(sql`
    with wanted as (
      select w.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w(id uuid, count int, arrangement int)
    ), locked as (
      select s.id from sitting s join wanted using (id) order by s.id for update of s
    )
    update sitting s set taken = s.taken + least(w.count, s.seats - s.taken), version = s.version + 1
    from wanted w join locked using (id)
    where s.id = w.id and s.arrangement = w.arrangement and s.state = any(${life.from('claim')}) and s.starts_at > ${tx.at}
      and s.taken < s.seats and ${isInProgramme(tx.at)}
    returning s.id, new.taken - old.taken as got`);
  return new Map(got.map((row) => [row.id, row.got]));
}

/**
 * Takes the seat again that a registration gave back, of a sitting whose row is locked, begun or called off though it is. False
 * where somebody else has it by now, or its accessible workstation.
 */
export async function standAgain(tx: Tx, id: string, registrationId: string): Promise<boolean> {
  const taken = await tx.one(sql`
    update sitting s set taken = s.taken + 1, version = s.version + 1
    where s.id = ${id} and s.state = any(${life.from('release')}) and s.taken < s.seats and exists (
      select from registration r where r.id = ${registrationId}
        and (not needs_accessible(r.person_id, r.exam_code) or accessible_left(s.id) > 0))
    returning s.id`);
  return taken !== undefined;
}

/** Gives so many seats of each of these sittings back. */
export async function releaseSeats(tx: Tx, seats: ReadonlyMap<string, number>): Promise<void> {
  const rows = [...seats].filter(([, count]) => count > 0).map(([id, count]) => ({ id, count }));
  if (rows.length === 0) return;
  await tx.query(sql`
    with given as (
      select g.id, g.count from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g(id uuid, count int)
    ), locked as (
      select s.id from sitting s join given using (id) order by s.id for update of s
    )
    update sitting s set taken = s.taken - g.count, version = s.version + 1
    from given g join locked using (id) where s.id = g.id and s.state = any(${life.from('release')})`);
}

/** Holds free seats of these sittings, whose rows are locked, for who waits: `waiting` counts them for a sitting `s`. */
export async function holdSeats(tx: Tx, ids: readonly string[], waiting: Sql): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    update sitting held set taken = held.taken + w.count, offered = held.offered + w.count, version = held.version + 1
    from (select s.id, (${waiting}) as count from sitting s where s.id = any(${ids}::uuid[])) w
    where held.id = w.id and held.state = any(${life.from('offer')}) and w.count > 0 returning held.id`);
  return rows.map(({ id }) => id);
}

/**
 * Ends an offer, of a sitting whose row is locked: `given` of the seats held for who waits are theirs, `kept` stay held, the
 * others are free.
 */
export const settleOffer = (tx: Tx, id: string, given: number, kept: number) =>
  tx.query(sql`
    update sitting set taken = taken - (offered - ${given} - ${kept}), offered = ${kept}, version = version + 1
    where id = ${id} and state = any(${life.from('settle')})`);

/** Has sittings be watched by whom their proctors are now, but where that person is elsewhere then, or watches them already. */
export async function mergeProctors(tx: Tx, merges: Merges): Promise<void> {
  const { set, where, to } = movesOf('p', merges, 'proctor_id');
  const watched = await tx.query<{ id: string }>(sql`
    select distinct p.sitting_id as id from sitting_proctor p where ${where} and not exists (
      select from engagement e where e.person_id = ${to} and e.during && p.during)`);
  for (const { id } of watched) {
    await tx.query(sql`select from sitting where id = ${id} for no key update`);
    await tx.query(sql`update sitting_proctor p set ${set} where p.sitting_id = ${id} and ${where}`);
    await tx.query(
      sql`update sitting set version = version + 1 where id = ${id} and state = any(${life.from('change')})`,
    );
    await announceSittings(tx, 'change', [id]);
  }
}
