import type { Membership } from '@takwin/contracts/convention';
import { offering } from '@takwin/contracts/events/courses';
import { legalDayOf } from '@takwin/platform/clock';
import { append } from '@takwin/platform/events';
import { type Merges, movesOf, type Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { isMemberAt, MEMBERSHIP } from '../membership.js';
import { offeringLife as life } from './offering.life.js';
import { named, NOBODY, type Naming, type OfferingState, type OfferingView } from './offering.js';
import { beginOfDay } from '../learning-record/learning-rules.js';
import { selectLearnt, selectOfferings } from './offering.rows.js';

type NewOffering = Pick<OfferingView, 'courseId' | 'academyId' | 'startsOn' | 'endsOn' | 'seats'> & {
  trainerId?: string;
};
type Transition = keyof typeof life.transitions;
/** Seats that were to be had, in an offering that is in this state, of an academy with this place in the programme. */
export type Claim = Membership & { state: OfferingState; granted: number };
/** A number of seats of one offering. */
export type Seats = { offeringId: string; seats: number };

const NAMERS: ReadonlySet<string> = new Set(['programme-admin', 'regional-director']);

/** What it counts that the actor names a trainer now. */
export const namingBy = (tx: Tx): Naming => ({
  taughtFrom: NAMERS.has(tx.actor.role) ? null : beginOfDay(tx.at),
  trainerNamedAt: tx.at,
  trainerNamedBy: tx.actor.subject,
});

/** Opens an offering in the region. */
export async function openOffering(tx: Tx, asked: NewOffering, region: string): Promise<OfferingView> {
  const { courseId, academyId, trainerId = null, startsOn, endsOn, seats } = asked;
  const { taughtFrom, trainerNamedAt, trainerNamedBy } = named({ trainerId: null, ...NOBODY }, trainerId, namingBy(tx));
  const opened = await tx.one<{ id: string }>(sql`
    insert into offering(course_id, academy_id, region, trainer_id, starts_on, ends_on, seats, created_by, taught_from,
      trainer_named_at, trainer_named_by)
    values (${courseId}, ${academyId}, ${region}, ${trainerId}, ${startsOn}, ${endsOn}, ${seats}, ${tx.actor.subject},
      ${taughtFrom}, ${trainerNamedAt}, ${trainerNamedBy})
    returning id`);
  const [made] = await selectOfferings(tx, sql`o.id = ${opened!.id}`);
  await announce(tx, 'open', [made!]);
  return made!;
}

type Change = Pick<OfferingView, 'seats' | 'startsOn' | 'endsOn' | 'trainerId'> & Naming;

/** Changes an open offering that the transaction holds; its seats are no fewer than those taken. */
export async function changeOffering(
  tx: Tx,
  id: string,
  { seats, startsOn, endsOn, trainerId, taughtFrom, trainerNamedAt, trainerNamedBy }: Change,
): Promise<void> {
  await move(
    tx,
    'change',
    [id],
    sql`seats = ${seats}, starts_on = ${startsOn}, ends_on = ${endsOn}, trainer_id = ${trainerId},
      taught_from = ${taughtFrom}, trainer_named_at = ${trainerNamedAt}, trainer_named_by = ${trainerNamedBy}`,
  );
  await judgeLearnt(tx, [id]);
}

/** Calls open offerings off that the transaction holds, and whose places have ended: those that were open. */
export const cancelOfferings = (tx: Tx, ids: readonly string[]): Promise<OfferingView[]> =>
  move(tx, 'cancel', ids, sql`state = 'cancelled', taken = 0`);

/**
 * Finishes open offerings that the transaction holds, and whose places have ended, by today; `taken` goes on telling how many sat in
 * them.
 */
export const finishOfferings = (tx: Tx, ids: readonly string[]): Promise<OfferingView[]> =>
  move(
    tx,
    'finish',
    ids,
    sql`state = 'finished', ends_on = least(ends_on, greatest(starts_on, ${legalDayOf(tx.at)}::date))`,
  );

/**
 * Takes up to `wanted` seats of an offering in one statement, so that however many race, none is sold twice:
 * how many were granted, or undefined where there is no such offering. Locks the offering until the transaction ends.
 */
export function claimSeats(tx: Tx, offeringId: string, wanted: number): Promise<Claim | undefined> {
  return tx.one<Claim>(sql`
    update offering o
    set taken = case when o.state = 'open' then least(o.seats, o.taken + ${wanted}::int) else o.taken end
    from (select id, taken, academy_id from offering where id = ${offeringId} for update) before
    left join academy_copy a on a.subject = before.academy_id::text
    where o.id = before.id
    returning o.state, o.taken - before.taken as granted, ${MEMBERSHIP}`);
}

/**
 * Takes back seats of open offerings that the transaction holds, and grants what is free to who waits, where the academy is in the
 * programme today: to how many of each.
 */
export function regrantSeats(tx: Tx, freed: readonly Seats[]): Promise<Seats[]> {
  return tx.query<Seats>(sql`
    update offering o set taken = kept.taken + kept.granted
    from (
      select o.id, o.taken - freed.seats as taken,
        case when ${isMemberAt(tx.at)} then least(o.seats - o.taken + freed.seats, waiting.number) else 0 end as granted
      from jsonb_to_recordset(${JSON.stringify(freed)}::jsonb) freed("offeringId" uuid, seats int)
      join offering o on o.id = freed."offeringId" and o.state = 'open'
      left join academy_copy a on a.subject = o.academy_id::text
      cross join lateral (
        select count(*)::int as number from enrolment e where e.offering_id = o.id and e.state = 'waitlisted'
      ) waiting
    ) kept
    where o.id = kept.id
    returning o.id as "offeringId", kept.granted as seats`);
}

/**
 * Finds anew on which day the hours of their courses were learnt in offerings that the transaction holds, and tells of those where
 * it is another one.
 */
export async function judgeLearnt(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const learnt = (await selectLearnt(tx, ids)).map(({ id, at }) => ({
    id,
    on: at === null ? null : legalDayOf(new Date(at)),
  }));
  const changed = await tx.query<{ id: string }>(sql`
    update offering o set learnt_on = l."on", version = version + 1
    from jsonb_to_recordset(${JSON.stringify(learnt)}::jsonb) as l(id uuid, "on" date)
    where o.id = l.id and o.learnt_on is distinct from l."on" and o.state = any(${life.from('learn')}) returning o.id`);
  await announce(tx, 'learn', await offeringsOf(tx, changed));
}

/** Has offerings be taught by whom their trainer is now: which. The transaction tells of their places. */
export async function mergeTrainers(tx: Tx, merges: Merges): Promise<string[]> {
  const { set, where } = movesOf('offering', merges, 'trainer_id');
  const rows = await tx.query<{ id: string }>(
    sql`update offering set ${set}, version = version + 1 where ${where} returning id`,
  );
  const taught = await offeringsOf(tx, rows);
  await announce(tx, 'change', taught);
  return taught.map(({ id }) => id);
}

const offeringsOf = (tx: Tx, rows: readonly { id: string }[]): Promise<OfferingView[]> =>
  selectOfferings(tx, sql`o.id = any(${rows.map(({ id }) => id)}::uuid[])`);

/** Takes a transition with those of the offerings that may: these, as they are then. */
async function move(tx: Tx, by: Transition, ids: readonly string[], changes: Sql): Promise<OfferingView[]> {
  const moved = await tx.query<{ id: string }>(sql`
    update offering set ${changes}, version = version + 1
    where id = any(${ids}::uuid[]) and state = any(${life.from(by)}) returning id`);
  const now = await offeringsOf(tx, moved);
  await announce(tx, by, now);
  return now;
}

const announce = (tx: Tx, by: Transition, changed: readonly OfferingView[]): Promise<void> =>
  append(
    tx,
    offering,
    life.transitions[by].event,
    changed.map(
      ({ id, version, courseId, academyId, region, trainerId, seats, startsOn, endsOn, learntOn, state }) => ({
        id,
        version,
        state: { courseId, academyId, region, trainerId, seats, startsOn, endsOn, learntOn, state },
      }),
    ),
  );
