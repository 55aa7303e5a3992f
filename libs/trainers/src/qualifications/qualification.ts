import { TOPICS } from '@takwin/contracts/topics';
import { invalid, Refusal } from '@takwin/platform/errors';
import { codeList, DocumentReference, LocalDate, Title } from '@takwin/platform/schema';
import { z } from 'zod';

/** To teach is qualified topic by topic; to proctor is one training for all exams. */
const QualificationKind = codeList('QualificationKind', 'What a qualification allows', {
  teach: 'To teach courses of a topic',
  proctor: 'To watch over sittings of exams',
});

export const QualificationView = z
  .object({
    id: z.uuid(),
    kind: QualificationKind,
    topic: z.string().nullable(),
    obtainedOn: z.iso.date(),
    expiresOn: z.iso.date().nullable(),
    evidence: z.string(),
    confirmed: z
      .boolean()
      .describe('Whether more than the own manager says so: only then a credential is issued of what may be taught'),
  })
  .meta({ id: 'Qualification' });
export type QualificationView = z.output<typeof QualificationView>;

/** What a command says of a new qualification. */
export const QualificationFields = {
  kind: QualificationKind,
  topic: Title({ max: 60 })
    .meta({ examples: ['excel'] })
    .optional()
    .describe('What may be taught, as courses name it; none for proctoring'),
  obtainedOn: LocalDate,
  expiresOn: LocalDate.optional().describe(
    'The last day on which it holds, at most five years on; absent where it does not expire',
  ),
  evidence: DocumentReference({ max: 200 }).describe('Where the proof is: an exam, a decision, a certificate'),
};

/**
 * Nobody teaches computing by what was obtained before this day, or before this age in years; nothing that expires holds for longer than
 * so many years. All are ours to set.
 */
const EARLIEST = '1980-01-01';
const YOUNGEST = 16;
const LONGEST = 5;

const yearsAfter = (day: string, years: number): string => `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;

/**
 * Refuses as INVALID_INPUT a qualification of a day to come, of one before 1980, or of one on which who was born then was no 16 years old,
 * and one that expires more than five years later; all ISO dates, `bornOn` null where nobody knows.
 */
export function demandObtained(
  { obtainedOn, expiresOn }: { obtainedOn: string; expiresOn?: string | undefined },
  { today, bornOn }: { today: string; bornOn: string | null },
): void {
  const fault = (code: string, message: string) => invalid([{ path: ['obtainedOn'], code, message }]);
  if (obtainedOn > today) throw fault('in_the_future', 'after today');
  if (obtainedOn < EARLIEST) throw fault('too_early', 'before 1980');
  if (expiresOn !== undefined && expiresOn > yearsAfter(obtainedOn, LONGEST))
    throw invalid([{ path: ['expiresOn'], code: 'too_late', message: 'more than five years after it was obtained' }]);
  if (bornOn === null) return;
  if (obtainedOn < yearsAfter(bornOn, YOUNGEST)) throw fault('too_early', 'before the age of 16');
}

/** Refuses as INVALID_INPUT a topic that is in no course's vocabulary, teaching without one, and proctoring with one. */
export function demandTopic({ kind, topic }: { kind: 'teach' | 'proctor'; topic?: string | undefined }): void {
  const fault = (code: string, message: string) => invalid([{ path: ['topic'], code, message }]);
  if (kind === 'proctor' && topic !== undefined) throw fault('unexpected', 'to proctor is one training for all exams');
  if (kind === 'teach' && topic === undefined) throw fault('required', 'what may be taught');
  if (topic !== undefined && !Object.hasOwn(TOPICS, topic)) throw fault('unknown', 'no course is about this');
}

/** A manager's word makes nobody a proctor of the own academy's exams. */
export class ProctoringNeedsAnother extends Refusal {
  constructor() {
    super('PROCTORING_NEEDS_ANOTHER', { status: 403 });
  }
}

/** The last day (ISO date) on which one of those that hold on `today` holds still; null where one does not end, or none holds. */
export function lastDayOf(
  qualifications: readonly { obtainedOn: string; expiresOn: string | null }[],
  today: string,
): string | null {
  const ends = qualifications.filter((one) => holdsOn(one, today) === 'yes').map(({ expiresOn }) => expiresOn);
  return ends.includes(null) ? null : (ends.toSorted().at(-1) ?? null);
}

/** Until when one may proctor by these, or might who has left: not after that day. Null as `lastDayOf`. */
export function proctorsUntil(
  qualifications: Parameters<typeof lastDayOf>[0],
  today: string,
  leftOn: string | null,
): string | null {
  if (leftOn === null) return lastDayOf(qualifications, today);
  if (!qualifications.some((one) => holdsOn(one, leftOn) === 'yes')) return null;
  return leftOn;
}

/** Days are ISO dates; a qualification holds from the day it was obtained to the day it expires, both included. */
export function holdsOn(
  qualification: { obtainedOn: string; expiresOn: string | null },
  day: string,
): 'yes' | 'expired' | 'not yet' {
  if (qualification.obtainedOn > day) return 'not yet';
  return qualification.expiresOn !== null && qualification.expiresOn < day ? 'expired' : 'yes';
}
