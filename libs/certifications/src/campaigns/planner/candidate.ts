import type { AvailableSitting, Interval } from '../../booking/assign.js';
import {
  isAccessible,
  isLongEnough,
  isOffered,
  isWatchedByOthers,
  maySitThere,
  type Candidate,
  type Exam,
  type Sitting,
} from '../../booking/fit.js';

/** A candidate for one exam, as a campaign plans for. Instants in milliseconds. */
export type CampaignCandidate = {
  /** Tells candidates of one problem apart: one person may be there for several exams. */
  id: string;
  personId: string;
  home: Candidate;
  exam: Exam;
  /** The sitting starts no sooner (window, retake policy) and no later (deadline, voucher's expiry) than this. */
  from: number;
  to: number;
  /** When this person sits or teaches elsewhere already. */
  busy: readonly Interval[];
  /** Whether age and retake policy, of which a stricter version may hold by then, let the exam start then. */
  mayStart?: (at: number) => boolean;
  /** Whose sittings are not for this candidate: who taught them, unless the rules let teachers proctor. */
  taughtBy?: readonly string[];
  needsAccessible?: boolean;
  /** The sitting in which this person has a seat, where one is planned anew; null where that is lost. */
  seatedIn?: string | null;
};

/**
 * A sitting with `free` seats to give: of a plan that is made anew, also those that its candidates have now.
 * `opened` says that it is only opened for the campaign.
 */
export type CampaignSitting = AvailableSitting & { seats: number; opened?: boolean };

export type CampaignProblem = {
  candidates: readonly CampaignCandidate[];
  sittings: readonly CampaignSitting[];
  /** From when on the days of waiting count. */
  origin: number;
};

/** By candidate, the place of the sitting in the problem's list; -1 where there is none. */
export type Seating = Int32Array;

const DAY = 86_400_000;

/** Whole days that a sitting lies after the origin. */
export const daysAfter = (origin: number, { from }: Interval): number => Math.max(0, Math.floor((from - origin) / DAY));

export const overlaps = (a: Interval, b: Interval): boolean => a.from < b.to && b.from < a.to;

export const isInWindow = ({ from, to }: { from: number; to: number }, sitting: Interval): boolean =>
  sitting.from >= from && sitting.from <= to;

/** What tells which exams fit a sitting: sittings of one shape fit the same ones. */
export const shapeOf = ({ minutes, examCodes }: Sitting): string => `${minutes} ${examCodes.toSorted().join(' ')}`;

/** Whether the candidate may be given a seat there, as far as exam, window, place and other bookings go. */
export const suits = (candidate: CampaignCandidate, sitting: CampaignSitting): boolean =>
  sitting.free > 0 &&
  isInWindow(candidate, sitting) &&
  isOffered(candidate.exam, sitting) &&
  isLongEnough(candidate.exam, sitting) &&
  maySitThere(candidate.home, sitting) &&
  isWatchedByOthers(candidate.taughtBy ?? [], sitting) &&
  isAccessible(candidate.needsAccessible, sitting) &&
  !candidate.busy.some((span) => overlaps(span, sitting)) &&
  (candidate.mayStart?.(sitting.from) ?? true);

/** The same problem, in which a seat that no longer suits whoever has it is lost. */
export function withoutLostSeats(problem: CampaignProblem): CampaignProblem {
  if (!problem.candidates.some(({ seatedIn }) => seatedIn)) return problem;
  const sittings = new Map(problem.sittings.map((one) => [one.id, one]));
  const candidates = problem.candidates.map((candidate) => {
    const sitting = candidate.seatedIn ? sittings.get(candidate.seatedIn) : undefined;
    return sitting && suits(candidate, sitting) ? candidate : { ...candidate, seatedIn: null };
  });
  return { ...problem, candidates };
}
