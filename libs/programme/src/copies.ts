import { academy, person } from '@takwin/contracts/events/academies';
import { certification, registration } from '@takwin/contracts/events/certifications';
import { course, enrolment, literacy, offering } from '@takwin/contracts/events/courses';
import { licence } from '@takwin/contracts/events/licensing';
import { trainer } from '@takwin/contracts/events/trainers';
import { copyOf } from '@takwin/platform/events';
import type { z } from 'zod';

export const academies = copyOf(academy, {
  table: 'scoreboard_academy',
  columns: {
    ...{ region: 'text', counts: 'boolean', since: 'date', membership_until: 'date', closed: 'boolean' },
    interruptions: 'jsonb',
  },
  row: (state) => ({
    region: state.region,
    closed: state.state === 'closed',
    counts: state.state === 'accredited' || hasCounted(state),
    since: state.accreditedOn,
    membership_until: state.membershipUntil,
    interruptions: state.interruptions ?? [],
  }),
});

/** Whether one that is suspended or closed was in the programme until a day that is known; where none is, it never was. */
const hasCounted = ({ accreditedOn, interruptions }: z.output<typeof academy.state>): boolean =>
  accreditedOn !== null && (interruptions ?? []).some(({ until }) => until === null);

export const persons = copyOf(person, {
  table: 'scoreboard_person',
  columns: {
    region: 'text',
    academy_id: 'uuid',
    kind: 'text',
    active: 'boolean',
    confirmed: 'boolean',
    merged_into: 'uuid',
    erased: 'boolean',
  },
  row: (state) => ({
    region: state.region,
    academy_id: state.academyId,
    kind: state.kind,
    active: state.state === 'active',
    confirmed: state.confirmed,
    merged_into: state.mergedInto,
    erased: state.erasure !== null,
  }),
  indexes: [
    '(subject) where erased',
    '(region, kind) where active',
    '(subject) where confirmed is false or merged_into is not null',
  ],
});

export const trainers = copyOf(trainer, {
  table: 'scoreboard_trainer',
  columns: { region: 'text', academy_id: 'uuid', counts: 'boolean', since: 'date' },
  row: (state) => ({
    region: state.region,
    academy_id: state.academyId,
    counts: state.upskilling === 'completed' && state.upskillingProven === true,
    since: state.upskillingCompletedOn,
  }),
  revision: 2,
});

export const courses = copyOf(course, {
  table: 'scoreboard_course',
  columns: { catalogued: 'boolean', synthetic: 'boolean' },
  row: (state) => ({ catalogued: state.state === 'catalogued', synthetic: state.synthetic }),
});

export const offerings = copyOf(offering, {
  table: 'scoreboard_offering',
  columns: {
    ...{ region: 'text', academy_id: 'uuid', course_id: 'uuid', trainer_id: 'uuid' },
    ...{ counts: 'boolean', since: 'date', ends_on: 'date', learnt_on: 'date' },
  },
  row: (state) => ({
    region: state.region,
    academy_id: state.academyId,
    course_id: state.courseId,
    trainer_id: state.trainerId ?? null,
    counts: state.state !== 'cancelled',
    since: state.startsOn,
    ends_on: state.endsOn,
    learnt_on: state.learntOn ?? null,
  }),
  indexes: ['(course_id) where counts'],
});

/** Of those who have a place or had it to the last day: who waits, or gave it up, does not bear an offering out. */
export const enrolments = copyOf(enrolment, {
  table: 'scoreboard_enrolment',
  columns: { offering_id: 'uuid', person_id: 'uuid', hours: 'double precision' },
  row: (state) => ({ offering_id: state.offeringId, person_id: state.personId, hours: state.hours }),
  keep: ({ state, reason }) => state === 'enrolled' || state === 'completed' || reason === 'OFFERING_FINISHED',
  indexes: ['(offering_id)'],
});

export const registrations = copyOf(registration, {
  table: 'scoreboard_registration',
  columns: { region: 'text', academy_id: 'uuid', person_id: 'uuid', active: 'boolean' },
  row: (state) => ({
    region: state.region,
    academy_id: state.academyId,
    person_id: state.personId,
    active: state.state !== 'refused' && state.state !== 'cancelled',
  }),
});

export const certifications = copyOf(certification, {
  table: 'scoreboard_certification',
  columns: {
    region: 'text',
    academy_id: 'uuid',
    person_id: 'uuid',
    certification: 'text',
    counts: 'boolean',
    since: 'date',
    credential_id: 'uuid',
    revoked_on: 'date',
  },
  row: (state) => ({
    region: state.region,
    academy_id: state.academyId,
    person_id: state.personId,
    certification: state.certification,
    counts: state.state === 'held',
    since: state.achievedOn,
    credential_id: state.credentialId ?? null,
    revoked_on: state.revokedOn ?? null,
  }),
  indexes: ['(person_id, certification, since) where counts'],
});

export const licences = copyOf(licence, {
  table: 'scoreboard_licence',
  columns: { region: 'text', academy_id: 'uuid', person_id: 'uuid', counts: 'boolean', since: 'date' },
  row: (state) => ({
    region: state.region,
    academy_id: state.academyId,
    person_id: state.personId,
    counts: state.state === 'assigned',
    since: state.assignedOn,
  }),
  indexes: ['(person_id, since) where counts'],
});

export const literacyTracks = copyOf(literacy, {
  table: 'scoreboard_literacy',
  columns: { region: 'text', academy_id: 'uuid', counts: 'boolean', since: 'date', evaluation_id: 'uuid' },
  row: (state) => ({
    region: state.region,
    academy_id: state.academyId,
    counts: state.state === 'certified',
    since: state.certifiedOn,
    evaluation_id: state.evaluationId ?? null,
  }),
});
