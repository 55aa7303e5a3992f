import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { ageAt, needsConsent, type Aged } from './age.js';
import { AGED } from '../unconfirmed.js';
import type { AvailableSitting, Request, Interval } from './assign.js';
import { extraMinutesOf } from '../accommodations/find-extra-minutes.js';
import { longerBy } from './fit.js';
import { offeredSpan, type ExamDays } from '../exams/exam-days.js';
import { EXAM_DAYS } from '../exams/read-exam-days.js';
import { isInProgramme } from '../membership.js';
import { lockIdle } from '../lock-in-order.js';
import { retakeEligibility, type RetakePolicy } from '../retakes/retake-policy.js';
import { attemptOf, attemptsOf, retakePolicies, type AttemptRow } from '../retakes/read-attempts.js';
import type { Arranged } from '../sittings/sitting.writer.js';
import { teachersOf } from '../sittings/find-teachers.js';
import { waitsFor } from './offer-seats.js';

const DAY = 86_400_000;

type Row = Omit<
  Request,
  | 'needsConsent'
  | 'eligibleFrom'
  | 'mayStart'
  | 'agreedFrom'
  | 'earliest'
  | 'latest'
  | 'lost'
  | 'paidUntil'
  | 'offeredUntil'
> &
  Aged & {
    moved: boolean;
    noticeDays: number;
    lostAt: string | null;
    lostFrom: Date | null;
    expiresAt: Date | null;
    earliest: Date;
    latest: Date;
    policy: string;
    days: ExamDays;
    passMonths: number | null;
    extraMinutes: number;
    attempts: AttemptRow[];
  };

/** Who is behind these registrations, which may be requested by the time that it is their turn. */
export async function candidatesOf(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    select distinct person_id as id from registration where id = any(${ids}::uuid[])`);
  return rows.map(({ id }) => id);
}

/** Locks the requested ones among these registrations, oldest first; what another worker holds is left to it. */
export const claimRequests = (tx: Tx, ids: readonly string[]): Promise<Request[]> =>
  lockRequests(tx, sql`r.id = any(${ids}::uuid[]) and r.state = 'requested'`, sql`order by r.queued`);

/**
 * Locks the next who wait for what a sitting offers, oldest first: up to `limit` queued after `after`. Whose turn another one has
 * at this moment is `busy`: what they are granted or booked there is not known yet.
 */
export async function claimWaiting(
  tx: Tx,
  sittingId: string,
  after: number,
  limit: number,
): Promise<{ requests: Request[]; busy: number; last: number | undefined }> {
  const next = await tx.query<{ id: string; personId: string; queued: number }>(sql`
    select r.id, r.person_id as "personId", r.queued from registration r join exam e on e.code = r.exam_code join sitting s on s.id = ${sittingId}
    where ${waitsFor(tx.at)} and r.queued > ${after} order by r.queued limit ${limit}`);
  const persons = next.map(({ personId }) => personId);
  const idle = new Set(await lockIdle(tx, persons));
  const mine = next.filter(({ personId }) => idle.has(personId)).map(({ id }) => id);
  const waiting = sql`r.id = any(${mine}::uuid[]) and r.state = 'waitlisted'`;
  const requests = await lockRequests(tx, waiting, sql`order by r.queued`);
  return { requests, busy: next.length - mine.length, last: next.at(-1)?.queued };
}

async function lockRequests(tx: Tx, which: Sql, order: Sql): Promise<Request[]> {
  const rows = await tx.unbound.query<Row>(sql`
    select r.id, r.person_id as "personId", r.earliest, r.latest, r.wanted_academy_id as "onlyAt", coalesce(w.in_prison, false) as "onlyInside",
      coalesce(w.closed, false) as "onlyAtClosed", r.consent and r.consent_by is not null as consent,
      case when u.teacher_may_proctor then '{}' else r.taught_by || ${teachersOf(sql`r.person_id`)} end as "taughtBy",
      r.academy_id as "academyId", coalesce(a.province, '') as province, r.region,
      coalesce(a.in_prison, false) as "inPrison", coalesce(p.active, false) as active,
      ${AGED}, e.retake_policy as policy, e.pass_months as "passMonths",
      ${extraMinutesOf(sql`r.person_id`)} as "extraMinutes", needs_accessible(r.person_id, r.exam_code) as "needsAccessible",
      jsonb_build_object('code', e.code, 'minutes', e.minutes, 'administrationMinutes', e.administration_minutes) as exam, ${EXAM_DAYS} as days,
      ${attemptsOf(sql`r.person_id`)} as attempts, r.move_reason is not null as moved, u.move_notice_days as "noticeDays",
      lost.academy_id as "lostAt", lost.starts_at as "lostFrom", (select max(l.expires_at)
        from voucher v join voucher_lot l on l.id = v.lot_id where v.person_id = r.person_id and v.state = 'assigned'
          and coalesce(v.registration_id, r.id) = r.id and l.family = e.family) as "expiresAt"
    from registration r
    left join sitting lost on lost.id = r.moved_from
    join exam e on e.code = r.exam_code
    cross join exam_rules u
    left join person_copy p on p.subject = r.person_id::text
    left join academy_copy a on a.subject = r.academy_id::text
    left join academy_copy w on w.subject = r.wanted_academy_id::text
    where ${which} ${order} for update of r skip locked`);
  const policies = rows.length > 0 ? await retakePolicies(tx) : new Map<string, RetakePolicy[]>();
  return rows.map((row) => requestOf(row, policies.get(row.policy)!, tx.at));
}

function requestOf(
  {
    policy: _,
    kind,
    birthDate,
    isConfirmed,
    isBirthDateConfirmed,
    attempts,
    days,
    passMonths,
    extraMinutes,
    moved,
    noticeDays,
    lostAt,
    lostFrom,
    expiresAt,
    ...row
  }: Row,
  policies: readonly RetakePolicy[],
  now: Date,
): Request {
  const history = attempts.map((one) => attemptOf(one, { passMonths }));
  const { nextEligibleAt } = retakeEligibility(policies, history, now);
  const offered = offeredSpan(days);
  const aged = { kind, birthDate, isConfirmed, isBirthDateConfirmed };
  const isYoungAt = (at: Date): boolean => needsConsent(ageAt(aged, at));
  return {
    ...row,
    exam: longerBy(row.exam, extraMinutes),
    // Nobody is moved by others to a day that comes sooner than the notice.
    earliest: Math.max(row.earliest.getTime(), moved ? now.getTime() + noticeDays * DAY : 0),
    agreedFrom: row.earliest.getTime(),
    paidUntil: moved ? (expiresAt?.getTime() ?? null) : null,
    lost: lostAt === null ? null : { academyId: lostAt, from: lostFrom!.getTime() },
    latest: row.latest.getTime(),
    needsConsent: isYoungAt(row.latest),
    eligibleFrom: nextEligibleAt?.getTime() ?? null,
    offeredUntil: offered.to,
    mayStart: (at) =>
      offered.from <= at &&
      at <= offered.to &&
      (row.consent || !isYoungAt(new Date(at))) &&
      retakeEligibility(policies, history, new Date(at)).eligible,
  };
}

/** A sitting that is open, in the arrangement in which it is judged. */
export type JudgedSitting = AvailableSitting & Arranged;

/** Sittings with a free seat in the span that the requests ask for. */
export function openSittings(tx: Tx, requests: readonly Request[]): Promise<JudgedSitting[]> {
  const earliest = new Date(
    Math.max(tx.at.getTime(), Math.min(...requests.map((one) => one.agreedFrom ?? one.earliest))),
  );
  const latest = new Date(Math.max(...requests.map((one) => one.latest)));
  return sittingsWhere(tx, sql`s.taken < s.seats and s.starts_at between ${earliest} and ${latest}`);
}

/**
 * Those of these registrations `r` that wait though a sitting of their region, in which their exam fits, has a free seat before or
 * after the time that they agreed to.
 */
export async function seatsElsewhen(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.query<{ id: string }>(sql`
    select r.id from registration r join exam e on e.code = r.exam_code where r.id = any(${ids}::uuid[]) and exists (
      select from sitting s join academy_copy a on a.subject = s.academy_id::text
      left join academy_copy home on home.subject = r.academy_id::text
      where s.region = r.region and s.state = 'open' and s.taken < s.seats and s.starts_at > ${tx.at}
        and s.starts_at not between r.earliest and r.latest and ${isInProgramme(tx.at)}
        and (r.wanted_academy_id is null or r.wanted_academy_id = s.academy_id)
        and e.minutes + e.administration_minutes <= s.minutes and (s.exam_codes = '{}' or r.exam_code = any(s.exam_codes))
        and case when coalesce(home.in_prison, false) then s.academy_id = r.academy_id else not a.in_prison end)`);
  return new Set(rows.map(({ id }) => id));
}

/** One sitting, with the seats that it holds for who waits as its free ones. */
export async function offeringSitting(tx: Tx, id: string): Promise<JudgedSitting | undefined> {
  const [sitting] = await sittingsWhere(tx, sql`s.id = ${id} and s.starts_at > ${tx.at}`, sql`s.offered`);
  return sitting;
}

async function sittingsWhere(tx: Tx, where: Sql, free: Sql = sql`s.seats - s.taken`): Promise<JudgedSitting[]> {
  const rows = await tx.query<JudgedSitting & { starts: Date; ends: Date }>(sql`
    select s.id, s.academy_id as "academyId", a.province, s.region, a.in_prison as "inPrison", s.minutes,
      s.exam_codes as "examCodes", s.starts_at as starts, upper(s.during) as ends, ${free} as free,
      accessible_left(s.id) as accessible, s.arrangement,
      array(select proctor_id from sitting_proctor p where p.sitting_id = s.id) as "proctorIds"
    from sitting s join academy_copy a on a.subject = s.academy_id::text
    where s.state = 'open' and ${isInProgramme(tx.at)} and ${where}`);
  return rows.map(({ starts, ends, ...row }) => ({ ...row, from: starts.getTime(), to: ends.getTime() }));
}

/** When these persons sit or watch an exam already. */
export async function busySpans(tx: Tx, requests: readonly Request[]): Promise<Map<string, Interval[]>> {
  const rows = await tx.query<{ person_id: string; starts: Date; ends: Date }>(sql`
    select person_id, lower(during) as starts, upper(during) as ends from engagement
    where person_id = any(${requests.map((one) => one.personId)}::uuid[])`);
  const spans = rows.map((row) => ({ ...row, from: row.starts.getTime(), to: row.ends.getTime() }));
  return Map.groupBy(spans, (row) => row.person_id);
}
