import { z } from 'zod';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export type Attempt = { startedAt: Date; passed: boolean };

/** How soon after which failed attempt the next may start; all spans in milliseconds. */
export type RetakePolicy = {
  /** Wait after failed attempt n (1-based): the last entry holds for all later ones. */
  waits: readonly number[];
  /** At most so many attempts in `span` from the first of them; no limit where absent. */
  limit?: { attempts: number; span: number };
};

/**
 * Policies by key, as data. Microsoft exam retake policy (role-based): 24 hours, then 14 days, five attempts in twelve
 * months from the first. Certiport retake policy (MOS): 24 hours, then 48 from the third attempt on, from the start.
 */
export const RETAKE_POLICIES: Record<'mos' | 'role-based', RetakePolicy> = {
  mos: { waits: [DAY, 2 * DAY] },
  'role-based': { waits: [DAY, 14 * DAY], limit: { attempts: 5, span: 365 * DAY } },
};

export const EligibilityReason = z
  .enum(['ALREADY_PASSED', 'RETAKE_TOO_SOON', 'TOO_MANY_ATTEMPTS', 'ALREADY_REGISTERED', 'PERSON_NOT_ACTIVE'])
  .meta({ id: 'ExamEligibilityReason' });
export type EligibilityReason = z.output<typeof EligibilityReason>;

export type Eligibility = { eligible: boolean; nextEligibleAt: Date | null; reasons: EligibilityReason[] };

/**
 * Whether an exam may be started at `at` after these attempts, in any order; else from when on (null: never, by a pass),
 * with every reason.
 */
export function retakeEligibility(policy: RetakePolicy, attempts: readonly Attempt[], at: Date): Eligibility {
  if (attempts.some((attempt) => attempt.passed))
    return { eligible: false, nextEligibleAt: null, reasons: ['ALREADY_PASSED'] };
  const starts = attempts.map((attempt) => attempt.startedAt.getTime()).sort((a, b) => a - b);
  if (starts.length === 0) return { eligible: true, nextEligibleAt: at, reasons: [] };
  const wait = policy.waits[Math.min(starts.length, policy.waits.length) - 1]!;
  const waited = starts.at(-1)! + wait;
  const freed = freedAt(policy, starts);
  const next = Math.max(waited, freed);
  const reasons: EligibilityReason[] = [];
  if (at.getTime() < waited) reasons.push('RETAKE_TOO_SOON');
  if (at.getTime() < freed) reasons.push('TOO_MANY_ATTEMPTS');
  return { eligible: reasons.length === 0, nextEligibleAt: new Date(Math.max(next, at.getTime())), reasons };
}

// A year of attempts begins with the first one that the year before does not cover.
function freedAt({ limit }: RetakePolicy, starts: readonly number[]): number {
  if (!limit) return -Infinity;
  let began = -Infinity;
  let count = 0;
  for (const start of starts) {
    if (start >= began + limit.span) [began, count] = [start, 0];
    count++;
  }
  return count >= limit.attempts ? began + limit.span : -Infinity;
}
