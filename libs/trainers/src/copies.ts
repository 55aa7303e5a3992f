import { academy, person } from '@takwin/contracts/events/academies';
import { course } from '@takwin/contracts/events/courses';
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
  columns: { kind: 'text', academy_id: 'uuid', region: 'text', active: 'boolean' },
  row: (state) => ({
    kind: state.kind,
    academy_id: state.academyId,
    region: state.region,
    active: state.state === 'active',
  }),
});

export const courseCopy = copyOf(course, {
  table: 'course_copy',
  columns: { topics: 'text[]' },
  row: (state) => ({ topics: state.topics }),
});
