import { READINESS_KINDS } from '@takwin/contracts/events/academies';
import { Refusal } from '@takwin/platform/errors';
import { codeList } from '@takwin/platform/schema';
import type { z } from 'zod';

export const ReadinessKind = codeList('ReadinessKind', 'What an exam centre has to be ready in', READINESS_KINDS);
export type ReadinessKind = z.output<typeof ReadinessKind>;

const KINDS = ReadinessKind.options;

/** The academy lacks proofs of what it needs for an exam on that day, and the rules of the programme ask for more. */
class AcademyNotReady extends Refusal {
  constructor(extra: { missing: readonly ReadinessKind[]; score: number; minimum: number; on: string }) {
    super('ACADEMY_NOT_READY', { extra });
  }
}

/** Refuses ACADEMY_NOT_READY where what is missing on that day (YYYY-MM-DD) leaves less than the minimum, of 100. */
export function demandReady(missing: readonly ReadinessKind[], minimum: number, on: string): void {
  const score = Math.floor((100 * (KINDS.length - missing.length)) / KINDS.length);
  if (score < minimum) throw new AcademyNotReady({ missing, score, minimum, on });
}
