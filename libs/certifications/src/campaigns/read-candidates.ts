import { TAUGHT } from '../sittings/find-teachers.js';
import type { Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { CampaignCandidate, CampaignSitting } from './planner/candidate.js';
import { ageAt, needsConsent, type Aged } from '../booking/age.js';
import type { Interval } from '../booking/assign.js';
import { longerBy, type Exam } from '../booking/fit.js';
import { offeredSpan, type ExamDays } from '../exams/exam-days.js';
import { EXAM_DAYS } from '../exams/read-exam-days.js';
import { isInProgramme } from '../membership.js';
import { extraMinutesOf } from '../accommodations/find-extra-minutes.js';
import { ACTIVE } from '../booking/registration.js';
import type { ExamRules } from '../sittings/exam-rules.js';
import { retakeEligibility, type RetakePolicy } from '../retakes/retake-policy.js';
import { consentIn, type RunningCampaign } from './campaign.rows.js';
import { examRules } from '../sittings/read-exam-rules.js';
import { attemptOf, retakePolicies, type AttemptRow } from '../retakes/read-attempts.js';
import { AGED } from '../unconfirmed.js';
import { accountOf } from '../vouchers/voucher.js';

/** A place that a campaign has to give: a person for an exam. `registration` is the one that the campaign has made of it. */
export type Wish = {
  candidate: CampaignCandidate;
  academyId: string;
  region: string;
  registration: {
    id: string;
    version: number;
    state: 'booked' | 'requested' | 'waitlisted';
    sittingId: string | null;
  } | null;
};

/** What a campaign has still to decide, whom a rule forbids, and whom no voucher pays for where that is required. */
export type Wishes = { wishes: Wish[]; refused: Refused[]; unpaid: Refused[] };

export type Refused = { personId: string; examCode: string; academyId: string; region: string; reason: string };

type Person = Aged & {
  id: string;
  academyId: string;
  region: string;
  province: string;
  inPrison: boolean;
  active: boolean;
};
type ExamRow = Exam & { days: ExamDays; family: string; policy: string; passMonths: number | null };
type PastRow = AttemptRow & { personId: string; examCode: string };
type CandidateRow = {
  id: string;
  personId: string;
  examCode: string;
  state: string;
  version: number;
  sittingId: string | null;
  from: Date | null;
  to: Date | null;
  mine: boolean;
  moved: boolean;
  /** Whether it was interrupted and did not go on in time: another attempt may follow. */
  lapsed: boolean;
  /** Whether its sitting may seat others, so that who is booked there may change places. */
  open: boolean;
};

/**
 * What a campaign has still to decide of these persons, in the order given, and whom a rule forbids. Where it is planned anew,
 * those whom it has booked for a sitting to come, or has wait, are to be decided again. `hold` is UNCHANGED where they are booked.
 */
export async function wishesOf(
  tx: Tx,
  campaign: RunningCampaign,
  persons: readonly string[],
  hold: Sql = empty,
): Promise<Wishes> {
  const exams = await tx.query<ExamRow>(sql`
    select code, minutes, administration_minutes as "administrationMinutes", family, retake_policy as policy,
      pass_months as "passMonths", ${EXAM_DAYS} as days
    from exam e where code = any(${campaign.examCodes}) order by code`);
  const people = await tx.query<Person>(sql`
    select p.subject as id, p.academy_id as "academyId", p.region, coalesce(a.province, '') as province,
      coalesce(a.in_prison, false) as "inPrison", p.active, ${AGED}
    from unnest(${persons}::uuid[]) with ordinality as asked(id, place)
    join person_copy p on p.subject = asked.id::text
    left join academy_copy a on a.subject = p.academy_id::text order by asked.place ${hold}`);
  const known = await tx.query<CandidateRow>(sql`
    select r.id, r.person_id as "personId", r.exam_code as "examCode", r.state, r.version, r.sitting_id as "sittingId",
      lower(r.during) as from, upper(r.during) as to,
      coalesce(r.campaign_id = ${campaign.id}, false) as mine, r.move_reason is not null as moved, r.lapsed_at is not null as lapsed,
      ${isInProgramme(tx.at)} as open
    from registration r left join sitting s on s.id = r.sitting_id where r.person_id = any(${persons}::uuid[])`);
  const attempts = await tx.query<PastRow>(sql`
    select "personId", "examCode", "startedAt", passed, max(minutes) as minutes from (
    select r.person_id as "personId", r.exam_code as "examCode", r.started_at as "startedAt", r.state = 'passed' as passed,
      coalesce(r.exam_minutes, e.minutes) as minutes
    from registration r join exam e on e.code = r.exam_code where r.person_id = any(${persons}::uuid[]) and r.exam_code = any(${campaign.examCodes})
      and (r.state in ('passed', 'failed') or r.lapsed_at is not null)
    union
    select o.person_id, o.exam_code, o.started_at, o.score >= coalesce(o.pass_mark, e.pass_mark), e.minutes
    from past_attempt o join exam e on e.code = o.exam_code
    where o.person_id = any(${persons}::uuid[]) and o.exam_code = any(${campaign.examCodes})) a
    group by 1, 2, 3, 4`);
  const watches = await tx.query<Watch>(sql`
    select person_id as "personId", lower(during) as from, upper(during) as to from engagement
    where person_id = any(${persons}::uuid[]) and sitting_id is not null`);
  const granted = await grantedOfAll(tx, persons, campaign.examCodes);
  const policies = await retakePolicies(tx);
  const rules = await examRules(tx);
  const times = { now: tx.at, noticed: tx.at.getTime() + rules.moveNoticeDays * DAY };
  const teachers = rules.teacherMayProctor ? new Map<string, string[]>() : await teachersOfAll(tx, persons);
  const takeVoucher = await vouchersOf(tx, campaign, persons, rules);
  const pastOf = Map.groupBy(attempts, ({ personId, examCode }) => `${personId} ${examCode}`);
  const byPerson = Map.groupBy(known, ({ personId }) => personId);
  const watchesOf = Map.groupBy(watches, ({ personId }) => personId);
  const wishes: Wish[] = [];
  const refused: Refused[] = [];
  const unpaid: Refused[] = [];
  for (const person of people) {
    const { id: personId, academyId, region } = person;
    const history = byPerson.get(personId) ?? [];
    for (const exam of exams) {
      const decided = history.find((one) => one.mine && one.examCode === exam.code);
      if (decided && !isMovable(campaign, decided, times)) continue;
      const retake = { policies: policies.get(exam.policy)!, past: pastOf.get(`${personId} ${exam.code}`) ?? [] };
      const watching = watchesOf.get(personId) ?? [];
      const needs = granted.get(`${personId} ${exam.code}`) ?? NOTHING;
      const facts = { history, decided, watching, needs, taughtBy: teachers.get(personId) ?? [], ...retake };
      const judged = judge(campaign, person, exam, facts, times);
      if (typeof judged === 'string') {
        refused.push({ personId, examCode: exam.code, academyId, region, reason: judged });
        continue;
      }
      const last = takeVoucher(person, exam);
      if (last !== undefined) {
        const candidate = { ...judged, to: Math.min(judged.to, last) };
        wishes.push({ candidate, academyId, region, registration: (decided as Wish['registration']) ?? null });
      } else if (!decided) unpaid.push({ personId, examCode: exam.code, academyId, region, reason: 'NO_VOUCHER' });
    }
  }
  return { wishes, refused, unpaid };
}

const DAY = 86_400_000;
/** Now, and from when on somebody may be given another seat than the one agreed to, in milliseconds. */
type Times = { now: Date; noticed: number };

// Of a campaign that is planned anew, whoever waits, or is booked for a sitting that still takes candidates and is far enough away.
const isMovable = ({ anew }: RunningCampaign, { mine, state, from, open }: CandidateRow, { noticed }: Times): boolean =>
  anew &&
  mine &&
  (state === 'waitlisted' ||
    state === 'requested' ||
    (state === 'booked' && open && from !== null && from.getTime() > noticed));

type Watch = { personId: string; from: Date; to: Date };

type Facts = {
  history: readonly CandidateRow[];
  decided: CandidateRow | undefined;
  /** When the person is the proctor of a sitting. */
  watching: readonly Watch[];
  needs: Needs;
  policies: readonly RetakePolicy[];
  past: readonly PastRow[];
  taughtBy: readonly string[];
};

// The candidate, or why there is none; who has been decided once is not refused when that is planned anew.
function judge(
  campaign: RunningCampaign,
  { id: personId, academyId, region, province, inPrison, active, ...aged }: Person,
  { policy: _, family: __, passMonths, days, ...exam }: ExamRow,
  { history, decided, watching, needs, policies, past, taughtBy }: Facts,
  times: Times,
): CampaignCandidate | string {
  const { earliest, latest } = campaign;
  const { consent } = consentIn(campaign, personId);
  const { now, noticed } = times;
  const isYoungAt = (at: Date): boolean => !consent && needsConsent(ageAt(aged, at));
  const others = history.filter((one) => one !== decided);
  const attempts = past.map((one) => attemptOf(one, { passMonths }));
  const { nextEligibleAt } = retakeEligibility(policies, attempts, now);
  const isMoved = decided?.state === 'booked' || decided?.moved;
  const offered = offeredSpan(days);
  const to = Math.min(latest.getTime(), offered.to);
  const from = Math.max(
    earliest.getTime(),
    offered.from,
    isMoved ? noticed : now.getTime() + 1,
    nextEligibleAt?.getTime() ?? 0,
  );
  if (!decided) {
    if (!active) return 'PERSON_NOT_ACTIVE';
    if (others.some((one) => one.examCode === exam.code && ACTIVE.has(one.state) && !one.lapsed))
      return 'ALREADY_REGISTERED';
    if (!nextEligibleAt) return 'ALREADY_PASSED';
    if (latest <= now) return 'WINDOW_IS_OVER';
    if (Math.max(earliest.getTime(), now.getTime(), offered.from) > to) return 'EXAM_OUTSIDE_ITS_DAYS';
    if (nextEligibleAt > latest) return 'RETAKE_TOO_SOON';
    if (isYoungAt(latest)) return 'MINOR_NEEDS_CONSENT';
  }
  const seats = others.filter(
    (one) => one.from && (one.state === 'booked' || one.state === 'sat') && !isMovable(campaign, one, times),
  );
  const busy: Interval[] = [...seats, ...watching].map(({ from: begins, to: ends }) => ({
    from: begins!.getTime(),
    to: ends!.getTime(),
  }));
  return {
    id: `${personId} ${exam.code}`,
    personId,
    home: { academyId, region, province, inPrison },
    exam: longerBy(exam, needs.extraMinutes),
    from,
    to,
    busy,
    taughtBy,
    needsAccessible: needs.accessible,
    ...((past.length > 0 || isYoungAt(new Date(from))) && {
      mayStart: (at) => !isYoungAt(new Date(at)) && retakeEligibility(policies, attempts, new Date(at)).eligible,
    }),
    seatedIn: decided?.state === 'booked' ? decided.sittingId : null,
  };
}

/** What somebody needs to sit one exam as others do. */
type Needs = { extraMinutes: number; accessible: boolean };
const NOTHING: Needs = { extraMinutes: 0, accessible: false };

async function grantedOfAll(
  tx: Tx,
  persons: readonly string[],
  examCodes: readonly string[],
): Promise<Map<string, Needs>> {
  const rows = await tx.query<Needs & { key: string }>(sql`
    select p.id || ' ' || e.code as key, ${extraMinutesOf(sql`p.id`)} as "extraMinutes",
      needs_accessible(p.id, e.code) as accessible
    from (select distinct person_id as id from accommodation where person_id = any(${persons}::uuid[])) p
    join exam e on e.code = any(${examCodes})`);
  return new Map(rows.map(({ key, ...needs }) => [key, needs]));
}

async function teachersOfAll(tx: Tx, persons: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await tx.query<{ id: string; teachers: string[] }>(sql`
    select person_id as id, array_agg(distinct trainer_id) as teachers from ${TAUGHT} t
    where person_id = any(${persons}::uuid[]) group by person_id`);
  return new Map(rows.map(({ id, teachers }) => [id, teachers]));
}

/**
 * Hands out what pays for the exams of these persons, each once, and says until when it lasts, in milliseconds: the person's own
 * vouchers first, then, where they are required, those of the own academy, the latest first. Nothing where none is left;
 * for ever where none is needed.
 */
async function vouchersOf(
  tx: Tx,
  { id }: RunningCampaign,
  persons: readonly string[],
  { vouchersRequired }: ExamRules,
) {
  const own = await tx.query<Lasting>(sql`
    select v.person_id || ' ' || l.family as key, l.expires_at as last, 1 as vouchers from voucher v
    join voucher_lot l on l.id = v.lot_id left join registration r on r.id = v.registration_id
    where v.person_id = any(${persons}::uuid[]) and v.state = 'assigned'
      and (v.registration_id is null or r.campaign_id = ${id})`);
  const stock = vouchersRequired
    ? await tx.query<Lasting>(sql`
        select b.account || ' ' || l.family as key, l.expires_at as last, b.vouchers from voucher_balance b
        join voucher_lot l on l.id = b.lot_id where b.vouchers > 0 and b.account like 'stock:%' and l.expires_at > ${tx.at}`)
    : [];
  const left = Map.groupBy([...own, ...stock], ({ key }) => key);
  for (const lots of left.values()) lots.sort((a, b) => a.last.getTime() - b.last.getTime());
  const take = (key: string): number | undefined => {
    const lots = left.get(key);
    while (lots?.at(-1)?.vouchers === 0) lots.pop();
    const lot = lots?.at(-1);
    if (lot) lot.vouchers--;
    return lot?.last.getTime();
  };
  return ({ id: personId, academyId }: Person, { family }: ExamRow): number | undefined =>
    take(`${personId} ${family}`) ??
    (vouchersRequired ? take(`${accountOf(academyId, 'stock')} ${family}`) : Number.POSITIVE_INFINITY);
}

type Lasting = { key: string; last: Date; vouchers: number };

/** A sitting that there is, in the arrangement of room, times and proctors that was read. */
export type KnownSitting = CampaignSitting & { arrangement: number };

/** Seats of a sitting, and how many of them are of candidates who need an accessible workstation. */
export type SeatsHeld = { seats: number; accessible: number };

/** Sittings in the campaign's window with a free seat, or with one that `held` counts: those of candidates planned anew. */
export async function sittingsFor(
  tx: Tx,
  { earliest, latest }: RunningCampaign,
  held: ReadonlyMap<string, SeatsHeld>,
): Promise<KnownSitting[]> {
  const rows = await tx.query<KnownSitting & { starts: Date; ends: Date }>(sql`
    select s.id, s.academy_id as "academyId", coalesce(a.province, '') as province, s.region,
      coalesce(a.in_prison, false) as "inPrison", s.minutes, s.exam_codes as "examCodes", s.starts_at as starts,
      upper(s.during) as ends, s.seats, s.seats - s.taken as free,
      accessible_left(s.id) as accessible, s.arrangement,
      array(select proctor_id from sitting_proctor p where p.sitting_id = s.id) as "proctorIds"
    from sitting s left join academy_copy a on a.subject = s.academy_id::text
    where s.state = 'open' and ${isInProgramme(tx.at)} and s.starts_at > ${tx.at} and s.starts_at between ${earliest} and ${latest}
      and (s.taken < s.seats or s.id = any(${[...held.keys()]}::uuid[]))
    order by s.starts_at, s.id`);
  return rows.map(({ starts, ends, ...row }) => ({
    ...row,
    free: row.free + (held.get(row.id)?.seats ?? 0),
    accessible: row.accessible! + (held.get(row.id)?.accessible ?? 0),
    from: starts.getTime(),
    to: ends.getTime(),
  }));
}
