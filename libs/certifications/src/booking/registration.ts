import { Refusal } from '@takwin/platform/errors';
import { codeList, textOf } from '@takwin/platform/schema';
import { meaningsOf } from '@takwin/contracts/refusals';
import { z } from 'zod';
import type { Age } from './age.js';

export const RegistrationState = codeList('RegistrationState', 'Where a registration for an exam stands', {
  requested: 'Wished for: a worker looks for a seat',
  booked: 'Has a seat in a sitting',
  waitlisted: 'Found no seat so far, and waits for one: reason says why',
  refused: 'Will have no seat: reason says why',
  cancelled: 'Given up, or called off for the candidate',
  sat: 'The exam has begun, and its result is awaited',
  passed: 'Sat, and passed',
  failed: 'Sat, and not passed',
  'no-show': 'The candidate did not come',
});
export type RegistrationState = z.output<typeof RegistrationState>;

/** States in which a candidate holds or waits for a place. */
export const ACTIVE: ReadonlySet<string> = new Set(['requested', 'waitlisted', 'booked', 'sat']);

/** What nobody is known to have said is no consent; and one may be needed by a birth date that was corrected since. */
export const ConsentDoubt = codeList(
  'ConsentDoubt',
  'Why a parent’s consent counts for nothing, or is missing',
  meaningsOf(['GIVER_NOT_KNOWN', 'CONSENT_MISSING']),
);

export const RegistrationView = z
  .object({
    id: z.uuid(),
    personId: z.uuid(),
    examCode: z.string(),
    academyId: z.uuid().describe('The candidate’s: the sitting may be at another one'),
    region: z.string(),
    sittingId: z.uuid().nullable(),
    sittingAcademyId: z
      .uuid()
      .nullable()
      .describe('The academy where the exam is sat; null as long as there is no seat'),
    startsAt: z.iso.datetime().nullable(),
    earliest: z.iso.datetime().nullable(),
    latest: z.iso.datetime().nullable(),
    state: RegistrationState,
    workstation: z.int().nullable().describe('Which of the room’s, from 1; null as long as none is given'),
    cancellation: codeList('CancellationTerms', 'What it costs to cancel a seat', {
      free: 'Nothing',
      fee: 'The fee of the exam rules, charged to the academy; the voucher is free again',
      forfeited: 'The attempt: the voucher is lost, or the fee is due where none pays',
    })
      .nullable()
      .describe('What giving the seat up cost; null where no seat was given up'),
    cancelledBy: z.string().nullable().describe('Who gave it up: the subject of a token; null where nobody did'),
    onRequest: z
      .boolean()
      .nullable()
      .describe('Of one that somebody gave up: whether its candidate did, or is said to have asked for it'),
    ownWish: z
      .boolean()
      .describe(
        'Whether the candidate booked or asked for it in person: giving it up in person may cost the candidate; else it costs the academy',
      ),
    score: z.int().nullable(),
    reason: z
      .string()
      .nullable()
      .describe(
        'Why it was refused, waits, has another seat than the one agreed to (VOUCHER_EXPIRES_BEFORE where no voucher lasts until that), has none to go on in after an interruption or, where somebody said why, was given up',
      ),
    reasonText: textOf('reason'),
    moveReason: z
      .string()
      .nullable()
      .describe(
        'Why the seat that was agreed to was lost, while another is awaited and once there is one: reason says it of the one there is',
      ),
    moveReasonText: textOf('moveReason'),
    interruptedAt: z.iso.datetime().nullable().describe('Since when the exam is interrupted; null once it has gone on'),
    resumableUntil: z.iso
      .datetime()
      .nullable()
      .describe('Until when an interrupted exam may go on; null where none was interrupted'),
    lapsedAt: z.iso
      .datetime()
      .nullable()
      .describe('When an interrupted exam ended, as it had not gone on in time: an attempt without a result'),
    consentDocument: z.string().nullable().describe('Where a parent’s consent is filed, where that was said'),
    consentBy: z
      .string()
      .nullable()
      .describe('Who said that a parent agrees, never the candidate: the subject of a token; null where nobody has'),
    consentDoubt: ConsentDoubt.nullable().describe(
      'Why a consent that was noted counts for nothing, or one is missing, until somebody says it',
    ),
    version: z.int(),
  })
  .meta({ id: 'Registration', description: 'A candidate’s place for an exam, or the wish for one' });
export type RegistrationView = z.output<typeof RegistrationView>;

export type Alternative = { sittingId: string; academyId: string; startsAt: string; free: number };

/** The exam day has begun for this candidate: what was recorded of the door is taken back first. */
export class CandidateIsAdmitted extends Refusal {
  constructor() {
    super('CANDIDATE_IS_ADMITTED');
  }
}

/** The seat cannot be had: up to five that can be are offered with it. */
export class SeatRefused extends Refusal {
  offering(alternatives: readonly Alternative[]): this {
    this.extra['alternatives'] = alternatives;
    return this;
  }
}

export class SittingIsFull extends SeatRefused {
  constructor() {
    super('SITTING_IS_FULL');
  }
}

export class SittingIsClosed extends SeatRefused {
  constructor(state: 'cancelled' | 'begun') {
    super('SITTING_IS_CLOSED', { extra: { state } });
  }
}

export class TeacherWouldProctor extends SeatRefused {
  constructor() {
    super('TEACHER_WOULD_PROCTOR');
  }
}

export class ExamDoesNotFit extends SeatRefused {
  constructor(needed: number, minutes: number) {
    super('EXAM_DOES_NOT_FIT', { extra: { needed, minutes } });
  }
}

export class NoAccessibleWorkstation extends SeatRefused {
  constructor() {
    super('NO_ACCESSIBLE_WORKSTATION');
  }
}

export class ExamNotOffered extends SeatRefused {
  constructor(examCodes: readonly string[]) {
    super('EXAM_IS_NOT_OFFERED', { extra: { examCodes } });
  }
}

export class PersonUnknown extends Refusal {
  constructor() {
    super('PERSON_UNKNOWN', { status: 422 });
  }
}

export class PersonNotActive extends Refusal {
  constructor() {
    super('PERSON_NOT_ACTIVE');
  }
}

export class MinorNeedsConsent extends Refusal {
  constructor(age: Age) {
    super('MINOR_NEEDS_CONSENT', { extra: { age } });
  }
}

export class CandidateMustSitInside extends SeatRefused {
  constructor() {
    super('CANDIDATE_MUST_SIT_INSIDE');
  }
}

export class CandidateIsTaken extends SeatRefused {
  constructor() {
    super('CANDIDATE_IS_TAKEN');
  }
}

export class AlreadyRegistered extends Refusal {
  constructor() {
    super('ALREADY_REGISTERED');
  }
}

export class NotEligible extends SeatRefused {
  constructor(code: string, nextEligibleAt: Date | null) {
    super(code, { extra: { nextEligibleAt: nextEligibleAt?.toISOString() ?? null } });
  }
}

export class RegistrationStateForbids extends Refusal {
  constructor(from: RegistrationState, to: RegistrationState) {
    super('REGISTRATION_STATE_FORBIDS', { extra: { from, to } });
  }
}

export class RegistrationNotMoved extends Refusal {
  constructor(state: RegistrationState) {
    super('REGISTRATION_NOT_MOVED', { extra: { state } });
  }
}

export class WindowReversed extends Refusal {
  constructor() {
    super('INVALID_INPUT', {
      status: 422,
      faults: [{ path: 'latest', code: 'before_earliest', message: 'latest lies before earliest, or before now' }],
    });
  }
}
