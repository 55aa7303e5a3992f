import { Refusal } from '@takwin/platform/errors';
import { codeList } from '@takwin/platform/schema';
import { meaningsOf } from '@takwin/contracts/refusals';
import { z } from 'zod';

const HOUR = 3_600_000;

/** An attempt whose outcome is known. `holdsUntil` is for a pass: until when it counts, for good where null. */
export type Attempt = { startedAt: Date; endedAt: Date; passed: boolean; holdsUntil: Date | null };

/** One version of a family's policy: how soon after which failed attempt the next may start. */
export type RetakePolicy = {
  /** It holds from then until the next version does. */
  validFrom: Date;
  /** Hours after failed attempt n (1-based); the last entry holds for all later ones. */
  waitHours: readonly number[];
  /** Whether the wait begins with the attempt's start or with its end. */
  countsFrom: 'start' | 'end';
  /** At most so many attempts in so many months from the first of them; no limit where null. */
  limit: { attempts: number; months: number } | null;
  /** Whether what was passed may be sat again: never, or once the pass has expired. */
  afterPass: 'never' | 'once-expired';
};

export const EligibilityReason = codeList(
  'ExamEligibilityReason',
  'Why a person may not sit an exam now',
  meaningsOf([
    'ALREADY_PASSED',
    'RETAKE_TOO_SOON',
    'TOO_MANY_ATTEMPTS',
    'ALREADY_REGISTERED',
    'PERSON_NOT_ACTIVE',
    'EXAM_OUTSIDE_ITS_DAYS',
  ]),
);
export type EligibilityReason = z.output<typeof EligibilityReason>;

export type Eligibility = { eligible: boolean; nextEligibleAt: Date | null; reasons: EligibilityReason[] };

export class RetakeFamilyUnknown extends Refusal {
  constructor(family: string) {
    super('RETAKE_FAMILY_UNKNOWN', { status: 422, extra: { family } });
  }
}

export class RetakeFamilyExists extends Refusal {
  constructor() {
    super('RETAKE_FAMILY_EXISTS');
  }
}

export class RetakePolicyExists extends Refusal {
  constructor() {
    super('RETAKE_POLICY_EXISTS');
  }
}

export class RetakePolicyInThePast extends Refusal {
  constructor() {
    super('INVALID_INPUT', {
      status: 422,
      faults: [{ path: 'validFrom', code: 'in_the_past', message: 'what held before today is history' }],
    });
  }
}

/**
 * Whether an exam may be started at `at` after these attempts, in any order; else from when on (null: never, by a pass), with
 * every reason. `policies` are the versions of the exam's family, oldest first: what holds at the start counts, whatever held
 * when the attempts were made.
 */
export function retakeEligibility(
  policies: readonly RetakePolicy[],
  attempts: readonly Attempt[],
  at: Date,
): Eligibility {
  const starts = attempts.toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
  const now = at.getTime();
  const reasons = [...blocks(inForce(policies, now), starts)]
    .filter(([, until]) => now < until)
    .map(([reason]) => reason);
  if (reasons.length === 0) return { eligible: true, nextEligibleAt: at, reasons };
  const next = firstFree(policies, starts, now);
  return { eligible: false, nextEligibleAt: next === Infinity ? null : new Date(next), reasons };
}

function inForce(policies: readonly RetakePolicy[], at: number): RetakePolicy {
  return policies.findLast(({ validFrom }) => validFrom.getTime() <= at) ?? policies[0]!;
}

// Each version is asked within the span in which it holds: a later one may be stricter, or more lenient.
function firstFree(policies: readonly RetakePolicy[], starts: readonly Attempt[], now: number): number {
  for (let from = now; ;) {
    const next = policies.find(({ validFrom }, index) => index > 0 && validFrom.getTime() > from);
    const until = next?.validFrom.getTime() ?? Infinity;
    const free = Math.max(from, ...[...blocks(inForce(policies, from), starts)].map(([, blocked]) => blocked));
    if (free < until || until === Infinity) return free;
    from = until;
  }
}

/** Until when each rule of a version forbids the next start, in milliseconds. */
function blocks(policy: RetakePolicy, starts: readonly Attempt[]): Map<EligibilityReason, number> {
  const lastPass = starts.findLastIndex(({ passed }) => passed);
  const failures = starts.slice(lastPass + 1);
  return new Map([
    ['ALREADY_PASSED', lastPass < 0 ? -Infinity : passBlocks(policy, starts)],
    ['RETAKE_TOO_SOON', waitBlocks(policy, failures)],
    ['TOO_MANY_ATTEMPTS', limitBlocks(policy, failures)],
  ]);
}

function passBlocks({ afterPass }: RetakePolicy, starts: readonly Attempt[]): number {
  const passes = starts.filter(({ passed }) => passed);
  if (afterPass === 'never') return Infinity;
  return Math.max(...passes.map(({ holdsUntil }) => holdsUntil?.getTime() ?? Infinity));
}

function waitBlocks({ waitHours, countsFrom }: RetakePolicy, failures: readonly Attempt[]): number {
  const last = failures.at(-1);
  if (!last) return -Infinity;
  const hours = waitHours[Math.min(failures.length, waitHours.length) - 1]!;
  return (countsFrom === 'start' ? last.startedAt : last.endedAt).getTime() + hours * HOUR;
}

// A span of attempts begins with the first one that the span before does not cover.
function limitBlocks({ limit }: RetakePolicy, failures: readonly Attempt[]): number {
  if (!limit) return -Infinity;
  let until = -Infinity;
  let count = 0;
  for (const { startedAt } of failures) {
    if (startedAt.getTime() >= until) [until, count] = [monthsAfter(startedAt, limit.months).getTime(), 0];
    count++;
  }
  return count >= limit.attempts ? until : -Infinity;
}

/** The same day and time so many months later, in UTC; the last day of a month that is too short for it. */
export function monthsAfter(instant: Date, months: number): Date {
  const later = new Date(instant);
  later.setUTCMonth(later.getUTCMonth() + months, 1);
  const days = new Date(Date.UTC(later.getUTCFullYear(), later.getUTCMonth() + 1, 0)).getUTCDate();
  later.setUTCDate(Math.min(instant.getUTCDate(), days));
  return later;
}
