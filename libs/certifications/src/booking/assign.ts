import {
  distance,
  isAccessible,
  isLongEnough,
  isOffered,
  isWatchedByOthers,
  maySitThere,
  type Candidate,
  type Exam,
  type Sitting,
} from './fit.js';

/** Instants in milliseconds. */
export type Interval = { from: number; to: number };

export type Request = Candidate & {
  id: string;
  personId: string;
  exam: Exam;
  earliest: number;
  /** From when on the candidate agreed to sit, where `earliest` is later by the notice of a move. */
  agreedFrom?: number;
  latest: number;
  onlyAt: string | null;
  /** Whether the academy that alone was wished for is a prison centre. */
  onlyInside?: boolean;
  /** Whether it was closed for good. */
  onlyAtClosed?: boolean;
  active: boolean;
  /** Under 18 to the end of the window, or not known to be an adult: before a birthday within it `mayStart` says no. */
  needsConsent: boolean;
  consent: boolean;
  /** From when on the retake policy lets the candidate sit this exam; null where it never does. */
  eligibleFrom: number | null;
  /** The last instant at which the vendor offers the exam. */
  offeredUntil?: number;
  /** Whether policy, of which a stricter version may hold by then, age and the days of the exam let the candidate start then. */
  mayStart?: (at: number) => boolean;
  /** Where and when the seat was that the candidate agreed to and lost; nowhere of who moves by their own wish. */
  lost?: { academyId: string; from: number } | null;
  /** Until when a voucher lasts of a candidate who lost a seat; null where there is none. */
  paidUntil?: number | null;
  /** Who taught the candidate and so may not proctor; nobody where the rules let teachers. */
  taughtBy?: readonly string[];
  needsAccessible?: boolean;
};

export type AvailableSitting = Sitting & Interval & { id: string; free: number };

export type Decision<S extends AvailableSitting = AvailableSitting> =
  { id: string; state: 'booked'; sitting: S } | { id: string; state: 'waitlisted' | 'refused'; reason: string };

/** The requests that a rule forbids: what was to pay for them is free. */
export const refusedOf = (decisions: readonly Decision[]): string[] =>
  decisions.flatMap(({ id, state }) => (state === 'refused' ? [id] : []));

/**
 * Gives each request, in the order given, the nearest and then earliest sitting that fits it: the own academy before the
 * province, the region and the rest; who lost a seat, by that place as by the own, and then nearest in time to it, and where
 * their voucher still pays before any other. Takes seats
 * off `sittings` and adds to `busy` (spans by person) as it goes. A request that a rule forbids is refused with the rule; one
 * that finds no seat waits, and is told why by those there are.
 */
export function assign<S extends AvailableSitting>(
  requests: readonly Request[],
  sittings: readonly S[],
  busy: Map<string, Interval[]>,
  now: number,
): Decision<S>[] {
  const ranked = new Map<string, S[]>();
  return requests.map((request) => {
    const refusal = refusalOf(request, now);
    if (refusal) return { id: request.id, state: 'refused', reason: refusal };
    const spans = busy.get(request.personId) ?? [];
    const { academyId, exam, lost, paidUntil } = request;
    const key = `${academyId} ${exam.code} ${exam.minutes} ${lost?.academyId} ${lost?.from} ${paidUntil}`;
    if (!ranked.has(key)) ranked.set(key, nearestFirst(request, sittings));
    const sitting = ranked.get(key)!.find((one) => suits(request, one, spans, now));
    if (!sitting) return { id: request.id, state: 'waitlisted', reason: whyWaits(request, sittings, spans, now) };
    sitting.free--;
    if (request.needsAccessible) sitting.accessible!--;
    busy.set(request.personId, [...spans, { from: sitting.from, to: sitting.to }]);
    return { id: request.id, state: 'booked', sitting };
  });
}

function refusalOf(request: Request, now: number): string | null {
  const { active, needsConsent, consent, eligibleFrom, latest, onlyAt, onlyInside = false, onlyAtClosed } = request;
  if (!active) return 'PERSON_NOT_ACTIVE';
  if (eligibleFrom === null) return 'ALREADY_PASSED';
  if (latest <= now) return 'WINDOW_IS_OVER';
  if ((request.offeredUntil ?? Infinity) < Math.max(now, request.earliest)) return 'EXAM_OUTSIDE_ITS_DAYS';
  if (onlyAtClosed) return 'ACADEMY_WAS_CLOSED';
  if (onlyAt !== null && !maySitThere(request, { academyId: onlyAt, inPrison: onlyInside }))
    return 'CANDIDATE_MUST_SIT_INSIDE';
  if (eligibleFrom > latest) return 'RETAKE_TOO_SOON';
  return needsConsent && !consent ? 'MINOR_NEEDS_CONSENT' : null;
}

function nearestFirst<S extends AvailableSitting>(request: Request, sittings: readonly S[]): S[] {
  const { exam, lost, paidUntil } = request;
  return sittings
    .filter((one) => isOffered(exam, one) && isLongEnough(exam, one) && maySitThere(request, one))
    .map((one) => ({
      one,
      unpaid: Number(one.from > (paidUntil ?? Infinity)),
      far: one.academyId === lost?.academyId ? 0 : distance(request, one),
      late: lost ? Math.abs(one.from - lost.from) : one.from,
    }))
    .sort((a, b) => a.unpaid - b.unpaid || a.far - b.far || a.late - b.late || (a.one.id < b.one.id ? -1 : 1))
    .map(({ one }) => one);
}

// Whether a seat is to be had there at all by this candidate, at whatever hour.
const isThere = ({ onlyAt }: Request, sitting: AvailableSitting, now: number): boolean =>
  sitting.free > 0 && sitting.from > now && (onlyAt === null || onlyAt === sitting.academyId);

/** Why a free seat of the window is not for a candidate: what can be mended last. */
const OBSTACLES = [
  'EXAM_IS_TOO_LONG_THERE',
  'NO_SEAT_WITH_ACCOMMODATION',
  'NO_SEAT_BEFORE_RETAKE',
  'NO_SEAT_WITHOUT_OWN_TEACHER',
  'NO_SEAT_AT_FREE_HOURS',
  'NO_SEAT_AFTER_NOTICE',
] as const;
type Obstacle = (typeof OBSTACLES)[number];

function obstacleOf(request: Request, sitting: AvailableSitting, busy: readonly Interval[]): Obstacle | null {
  const { exam, earliest, eligibleFrom, mayStart = () => true, taughtBy = [], needsAccessible } = request;
  if (!isLongEnough(exam, sitting)) return 'EXAM_IS_TOO_LONG_THERE';
  if (!isAccessible(needsAccessible, sitting)) return 'NO_SEAT_WITH_ACCOMMODATION';
  if (sitting.from < eligibleFrom! || !mayStart(sitting.from)) return 'NO_SEAT_BEFORE_RETAKE';
  if (!isWatchedByOthers(taughtBy, sitting)) return 'NO_SEAT_WITHOUT_OWN_TEACHER';
  if (busy.some((span) => span.from < sitting.to && sitting.from < span.to)) return 'NO_SEAT_AT_FREE_HOURS';
  return sitting.from < earliest ? 'NO_SEAT_AFTER_NOTICE' : null;
}

// Of the obstacles before the free seats of the window the one that comes last: the nearest to a seat.
function whyWaits(
  request: Request,
  sittings: readonly AvailableSitting[],
  busy: readonly Interval[],
  now: number,
): Obstacle | 'NO_FREE_SEAT' {
  const { exam, earliest, agreedFrom = earliest, latest } = request;
  const found = sittings
    .filter((one) => isThere(request, one, now) && one.from >= agreedFrom && one.from <= latest)
    .filter((one) => isOffered(exam, one) && maySitThere(request, one))
    .flatMap((one) => obstacleOf(request, one, busy) ?? []);
  return OBSTACLES.findLast((one) => found.includes(one)) ?? 'NO_FREE_SEAT';
}

const suits = (request: Request, sitting: AvailableSitting, busy: readonly Interval[], now: number): boolean =>
  isThere(request, sitting, now) && sitting.from <= request.latest && obstacleOf(request, sitting, busy) === null;
