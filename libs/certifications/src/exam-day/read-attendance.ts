import { legalDayOf } from '@takwin/platform/clock';
import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import type { Attendance } from './exam-day.js';
import { stands } from './exam-day.rows.js';
import { taughtCandidate } from '../sittings/find-teachers.js';

/**
 * The sittings of a registration, which goes on in another one where it was interrupted, and whether the candidate came, by what
 * stands of the records. One in which the exam was seen to begin ahead of the hour counts from there; one that was called off,
 * only where it had begun.
 */
const sittingsOf = (id: Sql, sittingId: Sql): Sql => sql`
  select s.id, tstzrange(least(known.began, lower(s.during) - make_interval(mins => rules.result_tolerance_minutes)),
      upper(s.during) + make_interval(mins => rules.result_tolerance_minutes), '[]') as hours, known.came,
    left(s.wall_time, 10)::date as day
  from (
    select sitting_id, bool_or(came) as came, bool_or(sat) as sat, min(began) as began from (
      select ${sittingId} as sitting_id, false as came, false as sat, null::timestamptz as began
      union all
      select d.sitting_id, true, d.kind <> 'admitted', case when d.kind = 'began' then d.happened_at end from exam_day_record d
      where d.registration_id = ${id} and d.kind in ('admitted', 'began', 'resumed') and ${stands}) named
    group by sitting_id) known
  join sitting s on s.id = known.sitting_id and (s.state = 'open' or known.sat) cross join exam_rules rules`;

/** The sitting in which a registration `r` was last interrupted, as SQL. */
export const interruptedIn: Sql = sql`(
  select d.sitting_id from exam_day_record d where d.registration_id = r.id and d.kind = 'interrupted' and ${stands}
  order by d.happened_at desc limit 1)`;

/** Whether a registration's start lies within one of its sittings, as SQL. */
export const startsWithin = (id: Sql, sittingId: Sql, start: Sql): Sql =>
  sql`exists (select from (${sittingsOf(id, sittingId)}) place where place.hours @> ${start})`;

// Of results `n` of registrations `r`: a record of a sitting `p` of theirs that proves something, and stands.
const proven = (which: Sql): Sql => sql`exists (
  select from exam_day_record d where d.sitting_id = p.id and d.proves and ${which} and ${stands})`;
const WATCHED = proven(sql`d.kind = 'proctor-present'`);
const SEEN = proven(
  sql`d.kind in ('began', 'resumed') and d.registration_id = r.id and not same_human(d.recorded_by, array[n."sentBy"])
    and not exists (select from subject_person o where o.subject = n."sentBy" and person_now(o.person_id) = r.person_id)`,
);

// Whether one of a sitting `p` proctors who teaches the candidate of `r`, where the rules `u` part the two.
const TAUGHT = sql`not u.teacher_may_proctor and exists (
  select from sitting_proctor w where w.sitting_id = p.id and ${taughtCandidate(sql`w.proctor_id`)})`;

// An interruption of `r` that stands, after which nobody whose word proves something recorded that it went on.
const INTERRUPTED = sql`exists (
  select from exam_day_record i where i.registration_id = r.id and i.kind = 'interrupted' and not exists (
    select from exam_day_revocation v where v.record_id = i.id) and not exists (
    select from exam_day_record d where d.registration_id = r.id and d.kind = 'resumed' and d.happened_at >= i.happened_at
      and d.proves and not same_human(d.recorded_by, array[n."sentBy"]) and ${stands}))`;

// Whether a result of another registration than `r` of that candidate for the exam waits.
const OTHER_WAITS = sql`exists (
  select from registration other join result w on w.registration_id = other.id and w.state = 'held' and w.correction is null
  where other.person_id = r.person_id and other.exam_code = r.exam_code and other.id <> r.id)`;

// Minutes that the exam `e` takes at least by the rules `u`: as it was when `r` got a seat, as it is, or as two told, whichever is most.
const LEAST = sql`greatest(u.least_exam_minutes, ceil(greatest(r.exam_minutes, e.minutes, e.confirmed_minutes) * u.least_exam_percent / 100.0)::int)`;

// What the roll-call said of `r` in the sitting that it has: an absence, or that it came or began, and was taken back; or told later
// than the tolerance after it happened, or five minutes where that is less: a word takes its time.
const said = (which: Sql): Sql => sql`exists (
  select from exam_day_record d where d.registration_id = r.id and d.sitting_id = r.sitting_id
    and d.kind in ('absent', 'admitted', 'began') and ${which})`;
const TAKEN_BACK = said(sql`not (${stands})`);
const LATE = said(
  sql`${stands} and d.recorded_at > d.happened_at + make_interval(mins => greatest(u.result_tolerance_minutes, 5))`,
);

/** Whether a registration's exam is recorded to have begun in this sitting. */
export const beganIn = async (tx: Tx, registrationId: string, sittingId: string | null): Promise<boolean> =>
  (await tx.one(sql`
    select from exam_day_record d where d.registration_id = ${registrationId} and d.sitting_id = ${sittingId}
      and d.kind = 'began' and ${stands} limit 1`)) !== undefined;

/** A start that somebody reports. */
export type Start = { registrationId: string; startedAt: Date; sentBy: string };

/** What the exam day says of each of these starts, in their order. */
export async function attendanceOf(tx: Tx, starts: readonly Start[]): Promise<(Attendance | undefined)[]> {
  const rows = await tx.unbound.query<Omit<Attendance, 'gone'> & { place: number; leftOn: string | null }>(sql`
    select n.place, r.state, ${OTHER_WAITS} as "otherWaits", s.starts_at as "sittingStartsAt",
      coalesce(s.state = 'cancelled', false) as cancelled,
      coalesce(s.starts_at <= ${tx.at}, false) or r.started_at is not null as begun,
      coalesce(bool_or(p.hours @> n."startedAt"), false) as within,
      coalesce(bool_or(p.hours @> n."startedAt" and e.days @> p.day), false) as offered,
      coalesce(bool_or(p.hours @> n."startedAt" and p.came), false) as admitted,
      coalesce(bool_or(p.hours @> n."startedAt" and ${WATCHED}), false) as watched,
      coalesce(bool_or(p.hours @> n."startedAt" and ${SEEN}), false) as seen,
      coalesce(bool_or(p.hours @> n."startedAt" and ${TAUGHT}), false) as taught,
      r.interrupted_at is not null or ${INTERRUPTED} as interrupted, (select min(d.happened_at) from exam_day_record d
        where d.registration_id = r.id and d.kind = 'began' and ${stands}) as "beganAt",
      greatest(n."startedAt", r.started_at) + make_interval(mins => ${LEAST}) <= ${tx.at} as lasted,
      ${TAKEN_BACK} as "takenBack", ${LATE} as "recordedLate",
      (select p.left_on::text from person_copy p where p.subject = r.person_id::text and not p.active) as "leftOn"
    from jsonb_to_recordset(${JSON.stringify(starts.map((one, place) => ({ ...one, place })))}::jsonb)
      as n(place int, "registrationId" uuid, "startedAt" timestamptz, "sentBy" text)
    join registration r on r.id = n."registrationId" join exam e on e.code = r.exam_code
    left join sitting s on s.id = r.sitting_id cross join exam_rules u
    left join lateral (${sittingsOf(sql`r.id`, sql`r.sitting_id`)}) p on true
    group by n.place, n."startedAt", n."sentBy", s.state, s.starts_at, r.id, e.minutes, e.confirmed_minutes,
      u.least_exam_minutes, u.least_exam_percent, u.result_tolerance_minutes`);
  const byPlace = new Map(
    rows.map(({ place, leftOn, ...attendance }) => {
      const gone = leftOn !== null && legalDayOf(starts[place]!.startedAt) > leftOn;
      return [place, { ...attendance, gone }];
    }),
  );
  return starts.map((_, place) => byPlace.get(place));
}
