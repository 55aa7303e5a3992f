import { z } from 'zod';
import { AcademyId, ExamCode, PersonId, RegionCode, RoomId, SittingId } from '../ids.js';
import { published } from '../published.js';

export const RegistrationState = z.enum([
  'requested',
  'booked',
  'waitlisted',
  'refused',
  'cancelled',
  'sat',
  'passed',
  'failed',
  'no-show',
]);

export const registration = published({
  log: 'certifications',
  subject: 'registration',
  state: z.object({
    personId: PersonId,
    examCode: ExamCode,
    academyId: AcademyId,
    region: RegionCode,
    sittingId: SittingId.nullable(),
    startsAt: z.iso.datetime().nullable(),
    state: RegistrationState,
    score: z.int().nullable(),
    reason: z.string().nullable(),
    /** Why the seat that the candidate agreed to was lost; null where it was not. */
    moveReason: z.string().nullable().default(null),
  }),
  types: [
    'ExamRequested',
    'SeatBooked',
    'RegistrationWaitlisted',
    'RegistrationRefused',
    'RegistrationCancelled',
    'ExamPassed',
    'ExamFailed',
    'CandidateAbsent',
    'SeatWithdrawn',
    'SeatRetimed',
    'ExamBegun',
    'ResultCorrected',
    'AbsenceRevoked',
    'BeginningRevoked',
    'ResumptionLapsed',
    'RegistrationMerged',
  ],
});

/** What a late cancellation costs: whether it is due still, and of whom. What it comes to is told to nobody else. */
export const charge = published({
  log: 'certifications',
  subject: 'charge',
  state: z.object({ personId: PersonId, state: z.enum(['booked', 'waived', 'settled']) }),
  types: ['ChargeBooked', 'ChargeWaived', 'ChargeSettled', 'ChargeMerged'],
});

/** Where and when exams are held, and who watches; how many seats are taken is not said. */
export const sitting = published({
  log: 'certifications',
  subject: 'sitting',
  state: z.object({
    academyId: AcademyId,
    region: RegionCode,
    roomId: RoomId,
    startsAt: z.iso.datetime(),
    minutes: z.int(),
    seats: z.int(),
    examCodes: z.array(ExamCode),
    proctorIds: z.array(PersonId),
    state: z.enum(['open', 'cancelled']),
  }),
  types: ['SittingOpened', 'SittingChanged', 'SittingCancelled'],
});

/** An exam of the catalogue that the programme added, corrected or retired, and on which days it can be sat. */
export const exam = published({
  log: 'certifications',
  subject: 'exam',
  state: z.object({
    title: z.string(),
    family: z.string(),
    minutes: z.int(),
    passMark: z.int(),
    /** The first and the last day on which it can be sat; null where none is told. */
    releasedOn: z.iso.date().nullable(),
    retiredOn: z.iso.date().nullable(),
    /** A day from which on it cannot be sat, where the last one is not told. */
    goneBy: z.iso.date().nullable(),
  }),
  types: ['ExamAdded', 'ExamCorrected', 'ExamRetired'],
});

/** One person holds one certification: what the convention counts. An exam that no certification names stands for itself. */
export const certification = published({
  log: 'certifications',
  subject: 'certification',
  state: z.object({
    personId: PersonId,
    certification: z.string(),
    title: z.string(),
    academyId: AcademyId,
    region: RegionCode,
    achievedOn: z.iso.date(),
    state: z.enum(['held', 'withdrawn']),
    /** The latest credential that proves it; null where there is none as yet. Events of before did not tell. */
    credentialId: z.uuid().nullish(),
    /** The day on which somebody revoked that credential; null where nobody did, or it was issued again. Events of before did not tell. */
    revokedOn: z.iso.date().nullish(),
  }),
  types: [
    'CertificationAchieved',
    'CertificationWithdrawn',
    'CertificationRevoked',
    'CertificationReissued',
    'CertificationMerged',
  ],
});

export const credential = published({
  log: 'certifications',
  subject: 'credential',
  state: z.object({
    personId: PersonId,
    achievement: z.string(),
    academyId: AcademyId,
    region: RegionCode,
    issuedAt: z.iso.datetime(),
    state: z.enum(['valid', 'revoked']),
  }),
  types: ['CredentialIssued', 'CredentialRevoked', 'CredentialMerged'],
});
