import { meaningsOf } from '@takwin/contracts/refusals';
import { legalDayOf } from '@takwin/platform/clock';
import { Refusal } from '@takwin/platform/errors';
import { codeList } from '@takwin/platform/schema';
import { z } from 'zod';
import { ConsentDoubt, RegistrationState } from '../booking/registration.js';
import { CandidateAge } from '../booking/age.js';
import type { ExamRules } from '../sittings/exam-rules.js';
import { registrationLife } from '../booking/registration.life.js';

export const ExamDayKind = codeList('ExamDayKind', 'What happened on the day of an exam', {
  'proctor-present': 'A proctor said that they are there',
  admitted: 'The candidate was let in, the identity shown',
  absent: 'The candidate did not come',
  began: 'The candidate began the exam: from then on the voucher is spent',
  interrupted: 'The exam stopped before its end',
  resumed: 'The interrupted exam went on',
  incident: 'Something else that is worth a record: reason says what',
});
export type ExamDayKind = z.output<typeof ExamDayKind>;

export const IdentityShown = codeList(
  'IdentityShown',
  'Which paper with a photograph the candidate showed: never its number',
  {
    'national-card': 'The national identity card (CNIE)',
    passport: 'A passport',
    'residence-permit': 'A residence permit of a foreign national',
    'trainee-card': 'OFPPT’s card of its trainees',
  },
);

/** Why a record cannot be: by the day's order, by who records it, or since its id is another's. */
const ExamDayFault = codeList(
  'ExamDayFault',
  'Why a record of an exam day is refused',
  meaningsOf([
    ...(['IN_THE_FUTURE', 'NOT_ON_THE_DAY', 'NOT_PLANNED_THEN', 'NOT_BOOKED_THEN', 'TOO_EARLY'] as const),
    ...([
      'OUTSIDE_THE_SITTING',
      'SITTING_WAS_CANCELLED',
      'NOT_IN_THIS_SITTING',
      'PERSON_HAS_LEFT',
      'PERSON_ERASED',
    ] as const),
    ...(['IDENTITY_NOT_SHOWN', 'NDA_NOT_ACCEPTED', 'MINOR_NEEDS_CONSENT', 'TOO_FEW_PROCTORS_PRESENT'] as const),
    ...(['NOT_ADMITTED', 'ALREADY_ADMITTED', 'ALREADY_INTERRUPTED', 'NOT_INTERRUPTED', 'RESUME_TOO_LATE'] as const),
    ...(['REASON_MISSING', 'REGISTRATION_STATE_FORBIDS', 'RECORD_ID_REUSED', 'RECORD_IS_YOUR_OWN'] as const),
    ...(['RESULT_HAS_ARRIVED', 'NOT_A_PROCTOR_HERE', 'PRESENCE_IS_NOT_YOURS_TO_RECORD'] as const),
  ]),
);
export type ExamDayFault = z.output<typeof ExamDayFault>;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Clocks of recorders may be five minutes fast. */
const SKEW = 5 * MINUTE;

/** An interrupted exam can be resumed for seven days (Certiport, exam delivery rules). */
export const resumableUntil = (interruptedAt: Date): Date => new Date(interruptedAt.getTime() + 7 * DAY);
/** The earliest interruption after which an exam may go on at this instant. */
export const resumableSince = (at: Date): Date => new Date(at.getTime() - 7 * DAY);

/** Until when its seat has to have ended, so that nothing more is waited for: a proctor may carry in on the next day that it went on. */
export const recordedBy = (at: Date): Date => new Date(at.getTime() - DAY);

export type ExamDayRecord = {
  kind: ExamDayKind;
  at: Date;
  identity?: string;
  ndaAccepted?: boolean;
  consent?: boolean;
  reason?: string;
};

/** Where a candidate stands on the day. */
export type Standing = {
  personId: string;
  isErased: boolean;
  state: RegistrationState;
  /** Since when the candidate has this seat; null where the release before gave it. */
  seatedAt: Date | null;
  admittedAt: Date | null;
  startedAt: Date | null;
  interruptedAt: Date | null;
  /** When the exam ended, as it had not gone on in time. */
  lapsedAt: Date | null;
  /** When the exam last went on after an interruption. */
  resumedAt: Date | null;
  /** When the first result came that nobody has rejected. */
  resultAt: Date | null;
  /** Under 18, or of an age that nobody knows, with no consent on file. */
  needsConsent: boolean;
};

/**
 * The sitting as a whole: since when it was planned (null by the release before), its hours, the proctors seen and the candidates
 * let in by then, and what the rules allow.
 */
export type Room = {
  plannedAt: Date | null;
  startsAt: Date;
  endsAt: Date;
  proctorsPresent: number;
  admitted: number;
} & Pick<ExamRules, 'seatsPerProctor' | 'admissionMinutes' | 'earlyStartMinutes'>;

const before = (instant: Date, minutes: number): Date => new Date(instant.getTime() - minutes * MINUTE);
const mayBeginFrom = ({ startsAt, earlyStartMinutes }: Room): Date => before(startsAt, earlyStartMinutes);

/** Whether the proctors who are there keep all who were let in in clear view. */
export const isWatched = ({ proctorsPresent, seatsPerProctor, admitted }: Room): boolean =>
  proctorsPresent * seatsPerProctor >= admitted;

const isOnTheDay = (at: Date, { startsAt, endsAt }: Room): boolean =>
  legalDayOf(startsAt) <= legalDayOf(at) && legalDayOf(at) <= legalDayOf(endsAt);

/**
 * Why a record cannot be, as a stable code; null where it can. A day has an order: doors open, the admitted begin, what has begun
 * is interrupted and resumed; nobody is absent before the start; nothing happens in a sitting before it was planned, nor to a
 * candidate before the booking. `now` is the recording's instant: what is carried in from a place without a network is judged by
 * when it happened.
 */
export function faultOf(record: ExamDayRecord, standing: Standing | null, room: Room, now: Date): ExamDayFault | null {
  if (record.at.getTime() > now.getTime() + SKEW) return 'IN_THE_FUTURE';
  const fault = faultOfOrder(record, standing, room);
  if (fault) return fault;
  if (room.plannedAt && record.at < room.plannedAt) return 'NOT_PLANNED_THEN';
  return standing?.seatedAt && record.at < standing.seatedAt ? 'NOT_BOOKED_THEN' : null;
}

function faultOfOrder(record: ExamDayRecord, standing: Standing | null, room: Room): ExamDayFault | null {
  if (record.kind === 'proctor-present') return isOnTheDay(record.at, room) ? null : 'NOT_ON_THE_DAY';
  if (record.kind === 'incident') {
    if (!record.reason) return 'REASON_MISSING';
    return isOnTheDay(record.at, room) ? null : 'NOT_ON_THE_DAY';
  }
  if (!standing) return 'NOT_IN_THIS_SITTING';
  switch (record.kind) {
    case 'admitted':
      return admissionFault(record, standing, room);
    case 'absent':
      if (!registrationLife.allows(standing.state, 'miss')) return 'REGISTRATION_STATE_FORBIDS';
      if (standing.admittedAt) return 'ALREADY_ADMITTED';
      if (record.at < room.startsAt) return 'TOO_EARLY';
      return isOnTheDay(record.at, room) ? null : 'NOT_ON_THE_DAY';
    case 'began':
      if (!registrationLife.allows(standing.state, 'begin')) return 'REGISTRATION_STATE_FORBIDS';
      if (!standing.admittedAt || record.at < standing.admittedAt) return 'NOT_ADMITTED';
      if (record.at < mayBeginFrom(room)) return 'TOO_EARLY';
      if (record.at >= room.endsAt) return 'OUTSIDE_THE_SITTING';
      return isWatched(room) ? null : 'TOO_FEW_PROCTORS_PRESENT';
    case 'interrupted':
      if (!registrationLife.allows(standing.state, 'interrupt')) return 'REGISTRATION_STATE_FORBIDS';
      if (standing.interruptedAt) return 'ALREADY_INTERRUPTED';
      if (standing.resultAt) return 'RESULT_HAS_ARRIVED';
      if (record.at < (standing.resumedAt ?? standing.startedAt!)) return 'TOO_EARLY';
      if (record.at >= room.endsAt) return 'OUTSIDE_THE_SITTING';
      return record.reason ? null : 'REASON_MISSING';
    case 'resumed':
      if (!registrationLife.allows(standing.state, 'resume') || !standing.interruptedAt) return 'NOT_INTERRUPTED';
      if (record.at < standing.interruptedAt) return 'OUTSIDE_THE_SITTING';
      if (standing.resultAt && standing.resultAt <= record.at) return 'RESULT_HAS_ARRIVED';
      // It may be another sitting than the one that was interrupted.
      if (record.at < mayBeginFrom(room)) return 'TOO_EARLY';
      if (standing.lapsedAt || record.at > resumableUntil(standing.interruptedAt)) return 'RESUME_TOO_LATE';
      return record.at >= room.endsAt ? 'OUTSIDE_THE_SITTING' : null;
  }
}

function admissionFault(
  { at, identity, ndaAccepted, consent }: ExamDayRecord,
  standing: Standing,
  { startsAt, endsAt, admissionMinutes }: Room,
): ExamDayFault | null {
  if (!registrationLife.allows(standing.state, 'admit')) return 'REGISTRATION_STATE_FORBIDS';
  if (standing.admittedAt) return 'ALREADY_ADMITTED';
  if (at < before(startsAt, admissionMinutes) || at >= endsAt) return 'OUTSIDE_THE_SITTING';
  if (!identity) return 'IDENTITY_NOT_SHOWN';
  if (!ndaAccepted) return 'NDA_NOT_ACCEPTED';
  return standing.needsConsent && !consent ? 'MINOR_NEEDS_CONSENT' : null;
}

/** What the exam day says of a start that somebody reports. */
export type Attendance = {
  state: RegistrationState;
  /** A result of another registration of theirs for the exam waits for a decision. */
  otherWaits: boolean;
  /** The candidate's sitting was called off. */
  cancelled: boolean;
  /** The candidate's sitting has begun, or their exam in one before. */
  begun: boolean;
  /** The start lies within a sitting of the candidate's, give or take the tolerance of the exam rules. */
  within: boolean;
  /** The start lies after the day on which the candidate left, as far as that is known. */
  gone: boolean;
  /** The vendor offers the exam on the day of that sitting. */
  offered: boolean;
  /** The candidate was let in there. */
  admitted: boolean;
  /** A proctor who may proctor on its day was seen there. */
  watched: boolean;
  /** Who proctors there, or is of its region or the programme, saw it begin or go on there, and is not who sent the result. */
  seen: boolean;
  /** Who proctors there teaches or taught the candidate, as is known by now, and the exam rules part the two. */
  taught: boolean;
  /** The exam was interrupted and has not gone on, by the word of somebody of whom `seen` would take it. */
  interrupted: boolean;
  /** An absence, an admission or a beginning of the candidate there was taken back. */
  takenBack: boolean;
  /** An admission or a beginning there was recorded later after it happened than the tolerance of the exam rules. */
  recordedLate: boolean;
  /** When it was recorded to begin, whoever did. */
  beganAt: Date | null;
  /** As long has passed since the start, the reported and the recorded one, as an exam takes at least. */
  lasted: boolean;
  /** When the candidate's sitting begins; null where there is none. */
  sittingStartsAt: Date | null;
};

const ExamDayOutcome = z
  .object({
    id: z.uuid(),
    outcome: codeList('ExamDayOutcomeKind', 'Whether a record of an exam day was taken in', {
      recorded: 'Taken in',
      known: 'The same was recorded before: nothing changed',
      refused: 'Not taken in: code says why',
    }),
    code: ExamDayFault.nullable().describe('Why it was refused; null where it was not'),
  })
  .meta({ id: 'ExamDayOutcome' });
export const ExamDayOutcomes = z.object({ outcomes: z.array(ExamDayOutcome) }).meta({ id: 'ExamDayOutcomes' });
export type ExamDayOutcomes = z.output<typeof ExamDayOutcomes>;

export const RollCallView = z
  .object({
    sittingId: z.uuid(),
    proctorsPresent: z.array(z.uuid()),
    incidents: z.array(
      z
        .object({ at: z.iso.datetime(), registrationId: z.uuid().nullable(), reason: z.string() })
        .meta({ id: 'ExamIncident' }),
    ),
    candidates: z.array(
      z
        .object({
          registrationId: z.uuid(),
          personId: z.uuid(),
          name: z.string(),
          examCode: z.string(),
          workstation: z.int().nullable(),
          state: RegistrationState,
          age: CandidateAge.describe(
            'On the day: trainers and staff of unknown birth date are adults by their employment',
          ),
          needsConsent: z.boolean().describe('Under 18 or of unknown age, and no consent is on file'),
          consentDoubt: ConsentDoubt.nullable().describe('Why one that was noted counts for nothing'),
          extraMinutes: z.int().nullable().describe('How much longer the exam may take; null to auditors and machines'),
          reader: z
            .boolean()
            .nullable()
            .describe('Whether somebody reads it to the candidate; null to auditors and machines'),
          accessibleWorkstation: z
            .boolean()
            .nullable()
            .describe('Whether one is needed; null to auditors and machines'),
          admittedAt: z.iso.datetime().nullable(),
          startedAt: z.iso.datetime().nullable(),
          interruptedAt: z.iso.datetime().nullable(),
          resumableUntil: z.iso.datetime().nullable(),
        })
        .meta({ id: 'RollCallCandidate' }),
    ),
  })
  .meta({ id: 'RollCall', description: 'Who is expected in a sitting, and what has happened so far' });
export type RollCallView = z.output<typeof RollCallView>;

export class NotInterrupted extends Refusal {
  constructor() {
    super('NOT_INTERRUPTED');
  }
}

/** What a result says of the exam is decided about: no second chance is given meanwhile. */
export class ResultHasArrived extends Refusal {
  constructor() {
    super('RESULT_HAS_ARRIVED');
  }
}

export class ResumeTooLate extends Refusal {
  constructor(until: Date) {
    super('RESUME_TOO_LATE', { extra: { resumableUntil: until.toISOString() } });
  }
}
