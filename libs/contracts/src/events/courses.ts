import { z } from 'zod';
import { AcademyId, CourseId, OfferingId, PersonId, RegionCode, TrainerId } from '../ids.js';
import { published } from '../published.js';

export const course = published({
  log: 'courses',
  subject: 'course',
  state: z.object({
    code: z.string(),
    title: z.object({ fr: z.string().nullable(), ar: z.string().nullable(), en: z.string().nullable() }),
    topics: z.array(z.string()),
    hours: z.number(),
    synthetic: z.boolean(),
    state: z.enum(['catalogued', 'retired']),
  }),
  types: ['CourseCatalogued', 'CourseChanged', 'CourseRetired'],
});

export const offering = published({
  log: 'courses',
  subject: 'offering',
  state: z.object({
    courseId: CourseId,
    academyId: AcademyId,
    region: RegionCode,
    /** Who teaches it; null where nobody does as yet. Events of before did not tell. */
    trainerId: TrainerId.nullish(),
    seats: z.int(),
    startsOn: z.iso.date(),
    endsOn: z.iso.date(),
    state: z.enum(['open', 'cancelled', 'finished']),
    /** The day on which the hours of its course were learnt in it; null as long as they are not. Events of before did not tell. */
    learntOn: z.iso.date().nullish(),
  }),
  types: ['OfferingOpened', 'OfferingChanged', 'OfferingCancelled', 'OfferingFinished', 'OfferingLearnt'],
});

export const enrolment = published({
  log: 'courses',
  subject: 'enrolment',
  state: z.object({
    personId: PersonId,
    offeringId: OfferingId,
    courseId: CourseId,
    academyId: AcademyId,
    region: RegionCode,
    /** Who teaches the offering, where that is said; events of before did not tell. */
    trainerId: TrainerId.nullish(),
    hours: z.number(),
    state: z.enum(['enrolled', 'waitlisted', 'completed', 'withdrawn']),
    /** On which day what completed it was learnt; events of before did not tell. */
    completedOn: z.iso.date().nullish(),
    /** Who told that it was completed; events of before did not tell. */
    completedBy: z.string().nullish(),
    /** Whether another than who recorded its hours bears the completion out; events of before did not tell. */
    borneOut: z.boolean().nullish(),
    /** When the hours told of it were as many as its course asks for; null as long as they are not. Events of before did not tell. */
    reachedAt: z.iso.datetime().nullish(),
    /** Those on whose word the hours rest: who confirmed them, each once. Events of before did not tell. */
    confirmedBy: z.array(z.string()).nullish(),
    /** Why it was withdrawn: OFFERING_FINISHED of who was in it to its last day, or another code; events of before did not tell. */
    reason: z.string().nullish(),
  }),
  types: [
    'PersonEnrolled',
    'EnrolmentWaitlisted',
    'HoursRecorded',
    'EnrolmentCompleted',
    'EnrolmentWithdrawn',
    'EnrolmentMerged',
  ],
});

/** Where a person stands in the 30-hour digital-literacy programme; the subject's id is the person's. */
export const literacy = published({
  log: 'courses',
  subject: 'literacy',
  state: z.object({
    personId: PersonId,
    academyId: AcademyId,
    region: RegionCode,
    hours: z.number(),
    state: z.enum(['in-progress', 'evaluated', 'certified']),
    certifiedOn: z.iso.date().nullable(),
    /** The evaluation that certified; events of before did not tell. */
    evaluationId: z.uuid().nullish(),
    /** Why a completion was taken back, since nobody is certified by another; events of before did not tell. */
    revokedReason: z.string().nullish(),
  }),
  types: ['LiteracyHoursRecorded', 'LiteracyEvaluated', 'LiteracyCertified', 'LiteracyRevoked', 'LiteracyMerged'],
});
