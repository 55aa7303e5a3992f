import { academy, groupsOf, person, readinessProof, room } from '@takwin/contracts/events/academies';
import { enrolment, literacy } from '@takwin/contracts/events/courses';
import { trainer } from '@takwin/contracts/events/trainers';
import { copyOf } from '@takwin/platform/events';
import type { z } from 'zod';

type EnrolmentState = z.output<typeof enrolment.state>;

export const academyCopy = copyOf(academy, {
  table: 'academy_copy',
  columns: {
    name: 'text',
    region: 'text',
    province: 'text',
    in_prison: 'boolean',
    accredited: 'boolean',
    closed: 'boolean',
    accredited_on: 'date',
    membership_until: 'date',
  },
  row: (state) => ({
    name: state.name.fr,
    region: state.region,
    province: state.province,
    in_prison: state.profile === 'prison',
    accredited: state.state === 'accredited',
    closed: state.state === 'closed',
    accredited_on: state.accreditedOn,
    membership_until: state.membershipUntil,
  }),
});

export const roomCopy = copyOf(room, {
  table: 'room_copy',
  columns: { academy_id: 'uuid', seats: 'int', open: 'boolean' },
  row: (state) => ({ academy_id: state.academyId, seats: state.seats, open: state.state === 'open' }),
});

/** The proofs of readiness of academies that count. */
export const readinessCopy = copyOf(readinessProof, {
  table: 'readiness_copy',
  columns: { academy_id: 'uuid', kind: 'text', proven_on: 'date', expires_on: 'date' },
  keep: ({ state }) => state === 'confirmed',
  row: ({ academyId, kind, provenOn, expiresOn }) => ({
    ...{ academy_id: academyId, kind, proven_on: provenOn, expires_on: expiresOn },
  }),
  indexes: ['(academy_id)'],
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
    birth_date: 'date',
    name_fr: 'text',
    name_ar: 'text',
    matricule: 'text',
    confirmed: 'boolean',
    merged_into: 'uuid',
    erasure: 'text',
    keeps_credentials: 'boolean',
    birth_date_confirmed: 'boolean',
    name_corrected_at: 'timestamptz',
  },
  row: (state) => ({
    academy_id: state.academyId,
    region: state.region,
    groups: groupsOf(state),
    active: state.state === 'active',
    left_on: state.leftOn,
    kind: state.kind,
    birth_date: state.birthDate,
    name_fr: state.name.fr,
    name_ar: state.name.ar,
    matricule: state.matricule,
    confirmed: state.confirmed,
    merged_into: state.mergedInto,
    erasure: state.erasure,
    keeps_credentials: state.keepsCredentials,
    birth_date_confirmed: state.birthDateConfirmed,
    name_corrected_at: state.nameCorrectedAt,
  }),
  indexes: ['(matricule)', 'using gin (groups)', '(subject) where confirmed is false'],
});

export const trainerCopy = copyOf(trainer, {
  table: 'trainer_copy',
  columns: {
    may_proctor: 'boolean',
    may_proctor_until: 'date',
    academy_id: 'uuid',
    region: 'text',
    upskilled_on: 'date',
    upskilling_disproved: 'boolean',
  },
  row: (state) => ({
    may_proctor: state.state === 'active' && state.mayProctor,
    may_proctor_until: state.mayProctorUntil ?? null,
    academy_id: state.academyId,
    region: state.region,
    upskilled_on: state.upskillingProven ? state.upskillingCompletedOn : null,
    upskilling_disproved: state.upskillingDisproved ?? false,
  }),
  indexes: ['(region) where may_proctor'],
});

/** Whether an enrolment says that its trainer teaches or taught its person: not one that ended before its offering did. */
export const teaches = ({ state, reason, trainerId }: EnrolmentState): boolean =>
  Boolean(trainerId) && (state === 'enrolled' || state === 'completed' || reason === 'OFFERING_FINISHED');

/** Who teaches or taught whom, where courses say so. */
export const teachingCopy = copyOf(enrolment, {
  table: 'teaching_copy',
  columns: { person_id: 'uuid', trainer_id: 'uuid' },
  keep: teaches,
  row: (state) => ({ person_id: state.personId, trainer_id: state.trainerId ?? null }),
  indexes: ['(person_id)'],
  revision: 4,
});

/** Who has completed the 30 hours, or had a completion taken back: when, by which evaluation, and why no more. */
export const literacyCopy = copyOf(literacy, {
  table: 'literacy_copy',
  columns: { academy_id: 'uuid', region: 'text', certified_on: 'date', evaluation_id: 'uuid', revoked_reason: 'text' },
  row: ({ academyId, region, certifiedOn, evaluationId, revokedReason }) => ({
    ...{ academy_id: academyId, region, certified_on: certifiedOn },
    ...{ evaluation_id: evaluationId ?? null, revoked_reason: revokedReason ?? null },
  }),
});
