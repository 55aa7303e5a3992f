import { academy, person } from '@takwin/contracts/events/academies';
import { exam, registration } from '@takwin/contracts/events/certifications';
import { course, enrolment } from '@takwin/contracts/events/courses';
import { legalDayOf } from '@takwin/platform/clock';
import { copyOf } from '@takwin/platform/events';

export const academyCopy = copyOf(academy, {
  table: 'academy_copy',
  columns: { region: 'text', accredited: 'boolean', accredited_on: 'date', membership_until: 'date' },
  row: (state) => ({
    region: state.region,
    accredited: state.state === 'accredited',
    accredited_on: state.accreditedOn,
    membership_until: state.membershipUntil,
  }),
});

/** Every person is kept, so that a trainee who is named is told apart from nobody. */
export const personCopy = copyOf(person, {
  table: 'person_copy',
  columns: {
    kind: 'text',
    academy_id: 'uuid',
    region: 'text',
    active: 'boolean',
    left_on: 'date',
    born_on: 'date',
    confirmed: 'boolean',
    merged_into: 'uuid',
    erasure: 'text',
  },
  row: (state) => ({
    kind: state.kind,
    academy_id: state.academyId,
    region: state.region,
    active: state.state === 'active',
    left_on: state.leftOn,
    born_on: state.birthDate,
    confirmed: state.confirmed,
    merged_into: state.mergedInto,
    erasure: state.erasure,
  }),
});

export const courseCopy = copyOf(course, {
  table: 'course_copy',
  columns: { code: 'text', topics: 'text[]', catalogued: 'boolean', synthetic: 'boolean' },
  row: (state) => ({
    code: state.code,
    topics: state.topics,
    catalogued: state.state === 'catalogued',
    synthetic: state.synthetic,
  }),
  indexes: ['(code)'],
});

/** The exams of the catalogue, by their codes, with the days on which they can be sat. */
export const examCopy = copyOf(exam, {
  table: 'exam_copy',
  columns: { released_on: 'date', retired_on: 'date', gone_by: 'date' },
  row: ({ releasedOn, retiredOn, goneBy }) => ({ released_on: releasedOn, retired_on: retiredOn, gone_by: goneBy }),
});

/** Who has passed which exam, and when its sitting began. */
export const examPassCopy = copyOf(registration, {
  table: 'exam_pass_copy',
  columns: { person_id: 'uuid', exam_code: 'text', day: 'date', sat_at: 'timestamptz' },
  keep: ({ state, startsAt }) => state === 'passed' && startsAt !== null,
  row: ({ personId, examCode, startsAt }) => ({
    person_id: personId,
    exam_code: examCode,
    day: legalDayOf(new Date(startsAt!)),
    sat_at: startsAt,
  }),
  indexes: ['(person_id)'],
});

/**
 * Who has completed which course that another taught, where the day is known and another bears the hours out: when the hours were
 * reached, and on whose words that rests.
 */
export const completionCopy = copyOf(enrolment, {
  table: 'completion_copy',
  columns: {
    person_id: 'uuid',
    course_id: 'uuid',
    day: 'date',
    reached_at: 'timestamptz',
    recorded_by: 'text',
    confirmed_by: 'text[]',
  },
  keep: ({ state, completedOn, borneOut, personId, trainerId }) =>
    state === 'completed' && Boolean(completedOn) && borneOut !== false && personId !== trainerId,
  revision: 3,
  row: ({ personId, courseId, completedOn, reachedAt, completedBy, confirmedBy }) => ({
    person_id: personId,
    course_id: courseId,
    day: completedOn!,
    reached_at: reachedAt ?? null,
    recorded_by: completedBy ?? null,
    confirmed_by: confirmedBy ?? [],
  }),
  indexes: ['(person_id)'],
});
