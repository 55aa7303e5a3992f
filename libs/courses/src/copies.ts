import { academy, groupsOf, person } from '@takwin/contracts/events/academies';
import { trainer } from '@takwin/contracts/events/trainers';
import { copyOf } from '@takwin/platform/events';

export const academyCopy = copyOf(academy, {
  table: 'academy_copy',
  columns: {
    region: 'text',
    in_prison: 'boolean',
    accredited: 'boolean',
    closed: 'boolean',
    accredited_on: 'date',
    membership_until: 'date',
  },
  row: (state) => ({
    region: state.region,
    in_prison: state.profile === 'prison',
    accredited: state.state === 'accredited',
    closed: state.state === 'closed',
    accredited_on: state.accreditedOn,
    membership_until: state.membershipUntil,
  }),
});

export const personCopy = copyOf(person, {
  table: 'person_copy',
  columns: {
    academy_id: 'uuid',
    region: 'text',
    groups: 'text[]',
    active: 'boolean',
    left_on: 'date',
    kind: 'text',
    confirmed: 'boolean',
    merged_into: 'uuid',
    erasure: 'text',
  },
  row: (state) => ({
    academy_id: state.academyId,
    region: state.region,
    groups: groupsOf(state),
    active: state.state === 'active',
    left_on: state.leftOn,
    kind: state.kind,
    confirmed: state.confirmed,
    merged_into: state.mergedInto,
    erasure: state.erasure,
  }),
  indexes: ['using gin (groups)'],
});

export const trainerCopy = copyOf(trainer, {
  table: 'trainer_copy',
  columns: { active: 'boolean', topics: 'text[]', qualifications: 'jsonb', region: 'text' },
  row: (state) => ({
    active: state.state === 'active',
    topics: state.topics,
    qualifications: state.qualifications ?? null,
    region: state.region,
  }),
});
