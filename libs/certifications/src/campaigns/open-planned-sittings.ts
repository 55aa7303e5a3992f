import { refusing, type Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import type { Staffed } from './planner/name-proctors.js';
import type { Opening } from './planner/opening.js';
import type { OpeningAcademy } from './planner/offers.js';
import { dayAfter, legalDayOf } from '@takwin/platform/clock';
import { holds, openSpansAround } from '../legal-time/opening.js';
import type { Candidate } from '../booking/fit.js';
import { PlanIsStale } from './store-batches.js';
import type { KnownSitting } from './read-candidates.js';
import type { RunningCampaign } from './campaign.rows.js';
import { touch } from './campaign.writer.js';
import { lockInOrder } from '../lock-in-order.js';
import { holdAcademies, isMemberOn } from '../membership.js';
import { holdProctors, mayProctorOn } from '../sittings/find-free-proctors.js';
import { isReady, lacksOf } from '../ready-academies.js';
import { openRoom, timesOfRooms, timesToOpenIn } from '../sittings/open-rooms.js';
import { legalCalendar } from '../legal-time/read-calendar.js';
import { holdCalendar } from '../legal-time/read-calendar.js';
import { type NewSitting, openSittings } from '../sittings/sitting.writer.js';
import { offerSeats } from '../booking/offer-seats.js';
import { withdrawSittings } from '../booking/withdraw-registrations.js';

type Busy = { from: string; to: string }[];
type RoomOnOffer = Candidate & {
  rooms: { id: string; workstations: number; busy: Busy }[];
  proctors: { id: string; busy: Busy; until: string | null }[];
};

/**
 * The academies that may open sittings for a campaign, as they are in the programme today and ready through its window, with what their
 * rooms and proctors do in it.
 */
export async function academiesToOpen(
  tx: Tx,
  { openingAcademies, earliest, latest }: RunningCampaign,
): Promise<OpeningAcademy[]> {
  const [today, first, last] = [tx.at, earliest, latest].map((at) => sql`${legalDayOf(at)}::date`) as [Sql, Sql, Sql];
  const window = sql`tstzrange(${earliest}, ${latest}, '[]')`;
  const span = sql`jsonb_build_object('from', lower(b.during), 'to', upper(b.during))`;
  const places = await tx.query<RoomOnOffer>(sql`
    select a.subject as "academyId", a.region, coalesce(a.province, '') as province, a.in_prison as "inPrison",
      (select coalesce(jsonb_agg(jsonb_build_object('id', r.subject, 'workstations', r.seats, 'busy', (
          select coalesce(jsonb_agg(${span}), '[]') from sitting b
          where b.room_id = r.subject::uuid and b.state = 'open' and b.during && ${window})) order by r.subject), '[]')
        from room_copy r where r.academy_id::text = a.subject and r.open) as rooms,
      (select coalesce(jsonb_agg(jsonb_build_object('id', t.subject, 'until', t.may_proctor_until, 'busy', (
          select coalesce(jsonb_agg(${span}), '[]') from engagement b
          where b.person_id = t.subject::uuid and b.during && ${window})) order by t.subject), '[]')
        from trainer_copy t where t.academy_id::text = a.subject and t.may_proctor) as proctors
    from academy_copy a where ${isMemberOn(today, first, last)} and ${isReady(lacksOf(sql`a.subject`, first, last))} and a.subject = any(${openingAcademies}::text[]) order by a.subject`);
  const times = await timesToOpenIn(
    tx,
    places.flatMap(({ rooms }) => rooms.map(({ id }) => id)),
  );
  return places.map(({ rooms, proctors, ...at }) => ({
    at,
    rooms: rooms.map(({ busy, ...room }) => ({ ...room, times: times.get(room.id)!, busy: busy.map(instants) })),
    proctors: proctors.map(({ id, busy, until }) => ({
      id,
      days: new Set([...busy.flatMap(daysOf), ...daysBeyond(until, legalDayOf(earliest), legalDayOf(latest))]),
    })),
  }));
}

const instants = ({ from, to }: Busy[number]) => ({ from: Date.parse(from), to: Date.parse(to) });
const daysOf = ({ from, to }: Busy[number]): string[] => [legalDayOf(new Date(from)), legalDayOf(new Date(to))];

// The days from the first to the last that come after that one.
function daysBeyond(until: string | null, first: string, last: string): string[] {
  const days: string[] = [];
  if (until !== null)
    for (let day = until < first ? first : dayAfter(until); day <= last; day = dayAfter(day)) days.push(day);
  return days;
}

/** What a sitting has once it is opened. */
export type ArrangedSitting = Pick<KnownSitting, 'id' | 'arrangement'>;

/**
 * Opens sittings in one transaction, as the single opening does: within the hours of rooms, under the constraints that part
 * rooms and proctors. Throws PlanIsStale where one of them is no longer to be had. Returns what is new of them, in the order
 * given.
 */
export async function openPlanned(
  tx: Tx,
  campaign: RunningCampaign,
  openings: readonly Staffed[],
): Promise<{ opened: ArrangedSitting[]; version: number }> {
  await holdAcademies(tx, [...new Set(openings.map(({ at }) => at.academyId))]);
  const proctorIds = [...new Set(openings.flatMap((opening) => opening.proctorIds))];
  await holdProctors(tx, proctorIds);
  await holdCalendar(tx);
  const roomIds = [...new Set(openings.map(({ roomId }) => roomId))];
  await lockInOrder(tx, 'room', roomIds);
  await lockInOrder(tx, 'person', proctorIds);
  await hold(tx, openings);
  const calendar = await legalCalendar(tx);
  const [said, hours] = [await timesOfRooms(tx, roomIds), await timesToOpenIn(tx, roomIds)];
  for (const [roomId, own] of Map.groupBy(openings, ({ roomId }) => roomId)) {
    const spans = own.map(dates);
    const isOpen = (span: (typeof spans)[number]) => holds(openSpansAround(hours.get(roomId)!, calendar, span), span);
    if (!spans.every(isOpen)) throw new PlanIsStale();
    await openRoom(tx, roomId, said.get(roomId)!, calendar, spans);
  }
  const made = await refusing(openSittings(tx, campaign.id, openings.map(newSitting)), {
    sitting_room: stale,
    sitting_within_hours: stale,
    sitting_proctor_free: stale,
    engagement_one_place: stale,
  });
  const places = new Map(made.map((one) => [keyOf(one.roomId, one.from.getTime()), one]));
  const opened = openings.map(({ roomId, span }) => places.get(keyOf(roomId, span.from))!);
  return { opened, version: await touch(tx, campaign) };
}

const stale = () => new PlanIsStale();
const dates = ({ span }: Pick<Opening, 'span'>) => ({ from: new Date(span.from), to: new Date(span.to) });
const keyOf = (roomId: string, from: number): string => `${roomId} ${from}`;

// What the plan took for granted of academies, rooms and proctors holds still.
async function hold(tx: Tx, openings: readonly Staffed[]): Promise<void> {
  const wanted = openings.map(({ at, roomId, seats, span }) => ({
    ...{ academy: at.academyId, room: roomId, seats },
    day: legalDayOf(new Date(span.from)),
  }));
  const watches = openings.flatMap(({ proctorIds, span }) =>
    proctorIds.map((id) => ({ id, day: legalDayOf(new Date(span.from)) })),
  );
  const gone = await tx.one(sql`
    select from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w(academy text, room text, seats int, day date)
    left join academy_copy a on a.subject = w.academy and ${isMemberOn(sql`w.day`, sql`${legalDayOf(tx.at)}::date`)}
      and ${isReady(lacksOf(sql`a.subject`, sql`w.day`))}
    left join room_copy r on r.subject = w.room and r.open and r.seats >= w.seats
    where a.subject is null or r.subject is null
    union all
    select from jsonb_to_recordset(${JSON.stringify(watches)}::jsonb) as w(id text, day date)
    left join trainer_copy t on t.subject = w.id and ${mayProctorOn('t', sql`w.day`)} where t.subject is null limit 1`);
  if (gone) throw new PlanIsStale();
}

const newSitting = ({ at: { academyId, region }, roomId, span, seats, proctorIds }: Staffed): NewSitting => ({
  ...{ academyId, region, roomId, seats, proctorIds },
  ...dates({ span }),
});

/**
 * Calls off what a campaign opened and seats nobody in, as the rooms and proctors are wanted elsewhere; seats that are left in
 * its other sittings go to who waits for such ones, beside the campaign.
 */
export async function closeUnused(tx: Tx, campaignId: string): Promise<void> {
  const unused = await tx.query<{ id: string }>(sql`
    select id from sitting where campaign_id = ${campaignId} and state = 'open' and taken = 0 and starts_at > ${tx.at}`);
  await withdrawSittings(
    tx,
    unused.map(({ id }) => id),
    'NOBODY_SITS_THERE',
  );
  const spare = await tx.query<{ id: string }>(sql`
    select id from sitting where campaign_id = ${campaignId} and state = 'open' and taken < seats and starts_at > ${tx.at}
    order by id for update`);
  // The sweeper of such offers wakes their worker.
  await offerSeats(
    tx,
    spare.map(({ id }) => id),
  );
}
