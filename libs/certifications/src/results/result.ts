import { Refusal } from '@takwin/platform/errors';
import { codeList, textOf } from '@takwin/platform/schema';
import { meaningsOf } from '@takwin/contracts/refusals';
import { z } from 'zod';
import type { RegistrationState } from '../booking/registration.js';
import { registrationLife } from '../booking/registration.life.js';
import type { Attendance } from '../exam-day/exam-day.js';

export const ResultState = codeList('ResultState', 'Whether a result counts, or waits for somebody to decide', {
  held: 'Waits for somebody other than its sender to decide; nothing follows from it',
  accepted: 'In force',
  rejected: 'Decided not to count',
});
export type ResultState = z.output<typeof ResultState>;

const HELD_FOR = [
  'REGISTRATION_NOT_BOOKED',
  'NEVER_SAT',
  'SITTING_WAS_CANCELLED',
  'SENT_FOR_ANOTHER_SITTING',
  'SITTING_NOT_BEGUN',
  'STARTED_OUTSIDE_SITTING',
  'EXAM_OUTSIDE_ITS_DAYS',
  'PERSON_HAS_LEFT',
  'NOT_ADMITTED',
  'NO_PROCTOR',
  'NOT_BEGUN',
  'TOO_SOON',
  'EXAM_WAS_INTERRUPTED',
  'ROLL_CALL_TAKEN_BACK',
  'ROLL_CALL_RECORDED_LATE',
  'TEACHER_PROCTORED',
  'ANOTHER_RESULT_WAITS',
  'FAILURE_BECOMES_PASS',
  'PASS_BECOMES_FAILURE',
] as const;

export const HeldFor = codeList(
  'ResultHeldFor',
  'Why a result waits for somebody other than its sender to decide',
  meaningsOf(HELD_FOR),
);
export type HeldFor = z.output<typeof HeldFor>;

/** Why a result that was sent is not recorded. */
const NotRecorded = codeList(
  'ResultNotRecorded',
  'Why a result that was sent is not recorded: what it is held for, or why it never will be',
  meaningsOf([...(['RESULT_REJECTED', 'RESULT_CONFLICT', 'REGISTRATION_UNKNOWN'] as const), ...HELD_FOR]),
);

export const ResultView = z
  .object({
    id: z.uuid(),
    registrationId: z.uuid(),
    personId: z.uuid(),
    examCode: z.string(),
    academyId: z.uuid(),
    region: z.string(),
    sittingStartsAt: z.iso.datetime().nullable().describe('Of the sitting that it was sent for'),
    score: z.int(),
    passMark: z.int().describe('By which it is judged: that of the exam when the seat was first given'),
    confirmedPassMark: z
      .int()
      .describe(
        'That of the exam by now, or that two officials have told, whichever is higher: what passes by passMark alone is held',
      ),
    startedAt: z.iso.datetime().describe('When the exam began, as it was sent'),
    correction: z.string().nullable().describe('Why it is to replace what is recorded; null for a first result'),
    corrects: z.int().nullable().describe('The revision that it is to replace, where that was told'),
    state: ResultState,
    heldFor: HeldFor.nullable().describe(
      'Why it waits, as things stand now, or why it did when it was decided; null where nothing holds or held it',
    ),
    source: z.string(),
    sentAt: z.iso.datetime(),
    sentBy: z.string(),
    alsoSentBy: z.array(z.string()).describe('Who sent the very same after that: none of them decides either'),
    decidedAt: z.iso.datetime().nullable(),
    decidedBy: z.string().nullable(),
    reason: z.string().nullable().describe('Why it was decided so; null as long as it waits, and where nobody said it'),
  })
  .meta({ id: 'Result', description: 'A result that was sent: in force, held for a decision, or rejected' });
export type ResultView = z.output<typeof ResultView>;

export const ResultOutcome = z
  .object({
    registrationId: z.uuid(),
    resultId: z.uuid().nullable().describe('By which it is decided about, where it is held'),
    outcome: codeList('ResultOutcomeKind', 'What became of a result that was sent', {
      passed: 'Recorded: at or above the pass mark',
      failed: 'Recorded: below the pass mark',
      known: 'The same was recorded before: nothing changed',
      held: 'It waits for a decision, and nothing follows from it: code says why',
      rejected: 'The same was decided not to count: nothing changed',
      conflict: 'Another score or start is recorded or waits: nothing changed, and the difference is reported',
      'not-booked': 'No longer said: a result of a registration without a seat is held',
      'never-sat': 'No longer said: a result of somebody recorded as absent is held',
      unknown: 'There is no such registration, or none that the sender may know of',
    }),
    code: NotRecorded.nullable().describe('Why it was not recorded; null where it was, now or before'),
    codeText: textOf('code'),
  })
  .meta({ id: 'ResultOutcome' });
export type ResultOutcome = z.output<typeof ResultOutcome>;
export const ResultOutcomes = z.object({ outcomes: z.array(ResultOutcome) }).meta({ id: 'ResultOutcomes' });
export type ResultOutcomes = z.output<typeof ResultOutcomes>;

type Kind = Exclude<ResultOutcome['outcome'], 'held' | 'not-booked' | 'never-sat'>;

/** Why a result of this outcome was not recorded; null where it was, now or before. A held one says why it is. */
const CODES: Record<Kind, ResultOutcome['code']> = {
  passed: null,
  failed: null,
  known: null,
  rejected: 'RESULT_REJECTED',
  conflict: 'RESULT_CONFLICT',
  unknown: 'REGISTRATION_UNKNOWN',
};

/** What became of a result; `resultId` where it is kept under one. */
export type Judgement = Pick<ResultOutcome, 'outcome' | 'resultId' | 'code'>;
const judged = (outcome: Kind, resultId: string | null = null): Judgement => ({
  outcome,
  resultId,
  code: CODES[outcome],
});

type Sent = { score: number; startedAt: Date };
/** A registration as a result finds it; `results` are all that were sent of it, the first first. */
export type KnownRegistration = {
  state: RegistrationState;
  sittingId: string | null;
  score: number | null;
  startedAt: Date | null;
  passMark: number;
  /** That of the exam by now, or that two have told, whichever is higher. */
  sureMark: number;
  results: readonly (Sent & { id: string; state: ResultState; sittingId: string | null })[];
};

const isSame = (a: Sent, b: Sent): boolean => a.score === b.score && a.startedAt.getTime() === b.startedAt.getTime();

/**
 * What a result does to a registration. What differs from the recorded one, in score or start, is a conflict and changes nothing;
 * what was rejected of this sitting stays so, however often it is sent; what the exam day does not prove, or what passes by the mark
 * of its seat alone, is held, unless another waits that it contradicts.
 */
export function judge(known: KnownRegistration | undefined, result: Sent, attendance?: Attendance): Judgement {
  if (!known) return judged('unknown');
  const { sittingId, score, startedAt, passMark, results } = known;
  if (score !== null) {
    const inForce = results.findLast((one) => one.state === 'accepted');
    const isKnown = [inForce, { score, startedAt: startedAt! }].some((one) => one && isSame(one, result));
    return isKnown ? judged('known', inForce?.id) : judged('conflict');
  }
  const ofThis = results.filter((one) => one.sittingId === sittingId);
  const rejected = ofThis.find((one) => one.state === 'rejected' && isSame(one, result));
  if (rejected) return judged('rejected', rejected.id);
  const unproven = attendance ? heldFor(attendance) : 'NOT_ADMITTED';
  const code = unproven ?? (passesByItsSeat(known, result) ? 'FAILURE_BECOMES_PASS' : null);
  const waiting = ofThis.filter((one) => one.state === 'held');
  if (code && waiting.length > 0 && !waiting.some((one) => isSame(one, result))) return judged('conflict');
  if (code) return { outcome: 'held', resultId: null, code };
  return judged(result.score >= passMark ? 'passed' : 'failed');
}

/** Whether a score passes by the mark of its seat, but not by that of the exam by now, or by the one that two have told. */
export const passesByItsSeat = (
  { passMark, sureMark }: Pick<KnownRegistration, 'passMark' | 'sureMark'>,
  { score }: Pick<Sent, 'score'>,
): boolean => score >= passMark && score < sureMark;

/** What nobody can decide to have been: an exam in a sitting that was called off or is to come, or shorter than any can be. */
export const UNDECIDABLE: ReadonlySet<string | null> = new Set<HeldFor>([
  'SITTING_WAS_CANCELLED',
  'SITTING_NOT_BEGUN',
  'TOO_SOON',
]);

/** Who has no seat, or is said to have been absent, by what was recorded: a result says otherwise. */
function heldForState(state: RegistrationState): HeldFor | null {
  if (state === 'no-show') return 'NEVER_SAT';
  const isSeated = state === 'booked' || state === 'sat' || registrationLife.allows(state, 'correct');
  return isSeated ? null : 'REGISTRATION_NOT_BOOKED';
}

/** Why a result has to be decided about; null where the exam day proves that its candidate sat then, and long enough. */
export function heldFor({ state, cancelled, begun, lasted, ...day }: Attendance): HeldFor | null {
  if (cancelled) return 'SITTING_WAS_CANCELLED';
  const seatless = heldForState(state);
  if (seatless) return lasted ? seatless : 'TOO_SOON';
  if (!begun) return 'SITTING_NOT_BEGUN';
  if (!lasted) return 'TOO_SOON';
  if (!day.within) return 'STARTED_OUTSIDE_SITTING';
  if (!day.offered) return 'EXAM_OUTSIDE_ITS_DAYS';
  if (day.gone) return 'PERSON_HAS_LEFT';
  if (!day.admitted) return 'NOT_ADMITTED';
  if (!day.watched) return 'NO_PROCTOR';
  if (!day.seen) return 'NOT_BEGUN';
  if (day.interrupted) return 'EXAM_WAS_INTERRUPTED';
  if (day.takenBack) return 'ROLL_CALL_TAKEN_BACK';
  if (day.recordedLate) return 'ROLL_CALL_RECORDED_LATE';
  if (day.taught) return 'TEACHER_PROCTORED';
  return day.otherWaits ? 'ANOTHER_RESULT_WAITS' : null;
}

type Began = Pick<Attendance, 'beganAt'>;
/** A start, but not before the beginning that was recorded. */
export const notBeforeBegan = (start: Date, { beganAt }: Began): Date => (beganAt && beganAt > start ? beganAt : start);

/** The start that a result counts from: the sitting's, where the reported one lies outside of it; none before the recorded beginning. */
export const countedStart = (
  { startedAt }: Pick<Sent, 'startedAt'>,
  { within, sittingStartsAt, beganAt }: Pick<Attendance, 'within' | 'sittingStartsAt' | 'beganAt'>,
): Date => notBeforeBegan(within ? startedAt : (sittingStartsAt ?? startedAt), { beganAt });

/** Why a correction has to be decided about: it earns something or takes it away, or moves the start out of the sitting. */
export function correctionHeldFor(
  { from, to }: Record<'from' | 'to', 'passed' | 'failed'>,
  isWithin: boolean,
): HeldFor | null {
  if (from !== to) return to === 'passed' ? 'FAILURE_BECOMES_PASS' : 'PASS_BECOMES_FAILURE';
  return isWithin ? null : 'STARTED_OUTSIDE_SITTING';
}

const ResultRevision = z
  .object({
    revision: z.int(),
    score: z.int(),
    startedAt: z.iso.datetime(),
    outcome: codeList('AttemptOutcome', 'Whether an attempt at an exam passed', {
      passed: 'The score reached the pass mark of the exam',
      failed: 'The score stayed below the pass mark of the exam',
    }),
    reason: z.string().nullable().describe('Why it was corrected; null of a first result'),
    source: z.string(),
    recordedAt: z.iso.datetime(),
    recordedBy: z.string(),
  })
  .meta({ id: 'ResultRevision' });
export const ResultHistory = z
  .object({
    registrationId: z.uuid(),
    revisions: z.array(ResultRevision).describe('In the order in which they were recorded: the last holds'),
    results: z
      .array(ResultView)
      .describe('All that were sent, the held and rejected ones for those who decide or report'),
  })
  .meta({ id: 'ResultHistory' });
export type ResultHistory = z.output<typeof ResultHistory>;

export const Mismatch = z
  .object({
    kind: codeList('ResultMismatchKind', 'How a result contradicts another source', {
      missing: 'No result came within two days after the sitting',
      conflict: 'Another score or start was sent than is recorded',
      'outside-sitting': 'The exam started at another time than its sitting',
    }),
    registrationId: z.uuid(),
    personId: z.uuid(),
    examCode: z.string(),
    academyId: z.uuid(),
    sittingStartsAt: z.iso.datetime(),
    score: z.int().nullable().describe('The one that is recorded; null where none is'),
    startedAt: z.iso.datetime().nullable(),
    otherScore: z.int().nullable().describe('The one that contradicts it; null where none came'),
    source: z.string().nullable(),
  })
  .meta({ id: 'ResultMismatch' });
export type Mismatch = z.output<typeof Mismatch>;

/** `path` is the caller's field of the start. */
export class ResultBeforeExam extends Refusal {
  constructor(path: string) {
    super('INVALID_INPUT', {
      status: 422,
      faults: [{ path, code: 'in_the_future', message: 'starts after now' }],
    });
  }
}

/** The id is of a result where its registration's is asked for, which has one result to be corrected and may have had several. */
export class RegistrationIsMeant extends Refusal {
  constructor() {
    super('NOT_FOUND', { status: 404, hint: 'that is a result’s id; a result is corrected by its registrationId' });
  }
}

/** The id is of a registration where one result's is asked for, of the several that may wait. */
export class ResultIsMeant extends Refusal {
  constructor() {
    super('NOT_FOUND', { status: 404, hint: 'that is a registration’s id; a result is decided by its own' });
  }
}

export class NoResult extends Refusal {
  constructor() {
    super('NO_RESULT');
  }
}

/** The result is recorded as it would be corrected to. */
export class CorrectionChangesNothing extends Refusal {
  constructor(revision: number) {
    super('CORRECTION_CHANGES_NOTHING', { extra: { revision } });
  }
}

/** Somebody corrected the result since: `revision` holds, and what was to be corrected is history. */
export class ResultWasCorrected extends Refusal {
  constructor(revision: number) {
    super('RESULT_WAS_CORRECTED', { extra: { revision } });
  }
}

export class CorrectionIsHeld extends Refusal {
  constructor(resultId: string) {
    super('CORRECTION_IS_HELD', { extra: { resultId, state: 'held' } });
  }
}

/** Who decides is one of its senders, or told the exam's terms where it passes by those of its seat alone. */
export class ResultIsYourOwn extends Refusal {
  constructor() {
    super('RESULT_IS_YOUR_OWN', { status: 403 });
  }
}

export class ResultIsDecided extends Refusal {
  constructor(state: ResultState) {
    super('RESULT_IS_DECIDED', { extra: { state } });
  }
}

/** A held result that cannot be accepted as things stand: by the code with which it would be refused if it were sent now. */
export class ResultCannotBeAccepted extends Refusal {
  constructor(code: string) {
    super(code, { hint: 'it can be rejected, or accepted once this is no longer so' });
  }
}
