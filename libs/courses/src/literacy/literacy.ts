import { Refusal } from '@takwin/platform/errors';
import { codeList } from '@takwin/platform/schema';
import { z } from 'zod';

/** The programme's length and pass mark: 30 hours, 700 of 1000 (domain rule of the convention). */
export const LITERACY_HOURS = 30;
export const PASS_MARK = 700;

export const LiteracyState = codeList('LiteracyState', 'Where a person stands in the digital-literacy programme', {
  'in-progress': 'Learns: the 30 hours, or the evaluation after them, are not done',
  evaluated: 'Evaluated, and not certified: below the pass mark, or taken back since',
  certified: 'Completed: the certificate is earned',
});
export type LiteracyState = z.output<typeof LiteracyState>;

/** Hours towards the 30, and those of them that another than their recorder confirmed. */
type Hours = { hours: number; confirmedHours: number };
/** Where somebody stands whose evaluation is sent or decided. */
export type Track = Hours & { state: LiteracyState };

class LiteracyHoursMissing extends Refusal {
  constructor({ hours, confirmedHours }: Hours) {
    const missing = LITERACY_HOURS - confirmedHours;
    super('LITERACY_HOURS_MISSING', {
      extra: { hours: confirmedHours, unconfirmed: hours - confirmedHours, required: LITERACY_HOURS, missing },
    });
  }
}

class AlreadyCertified extends Refusal {
  constructor() {
    super('ALREADY_CERTIFIED');
  }
}

class LiteracyIsForStaff extends Refusal {
  constructor(kind: string | null) {
    super('LITERACY_IS_FOR_STAFF', { extra: { kind } });
  }
}

/** Refuses LITERACY_IS_FOR_STAFF: the programme is for the office's own people, its staff and trainers, and not its trainees. */
export function demandStaff(kind: string | null): void {
  if (kind !== 'staff' && kind !== 'trainer') throw new LiteracyIsForStaff(kind);
}

/**
 * Confirmed hours gate the evaluation, the evaluation gates the certificate: the state after an evaluation with `score` (0-1000).
 * Refuses LITERACY_HOURS_MISSING and ALREADY_CERTIFIED.
 */
export function evaluated(track: Track, score: number): LiteracyState {
  if (track.state === 'certified') throw new AlreadyCertified();
  if (track.confirmedHours < LITERACY_HOURS) throw new LiteracyHoursMissing(track);
  return score >= PASS_MARK ? 'certified' : 'evaluated';
}
