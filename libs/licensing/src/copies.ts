import { academy, person } from '@takwin/contracts/events/academies';
import { copyOf } from '@takwin/platform/events';

export const academyCopy = copyOf(academy, {
  table: 'academy_copy',
  columns: { region: 'text', profile: 'text', closed: 'boolean' },
  row: (state) => ({ region: state.region, profile: state.profile, closed: state.state === 'closed' }),
});

export const personCopy = copyOf(person, {
  table: 'person_copy',
  columns: {
    kind: 'text',
    matricule: 'text',
    name: 'text',
    academy_id: 'uuid',
    region: 'text',
    active: 'boolean',
    filieres: 'text[]',
    left_on: 'date',
    confirmed: 'boolean',
    merged_into: 'uuid',
    erasure: 'text',
  },
  indexes: ['(academy_id)', '(region)'],
  revision: 2,
  row: (state) => ({
    kind: state.kind,
    // The number of somebody unconfirmed may be another's: no account is looked for by it.
    matricule: state.confirmed ? state.matricule : null,
    name: state.name.fr,
    academy_id: state.academyId,
    region: state.region,
    active: state.state === 'active',
    filieres: filieresOf(state.placements),
    left_on: state.leftOn,
    confirmed: state.confirmed,
    merged_into: state.mergedInto,
    erasure: state.erasure,
  }),
});

type Placement = { state: 'active' | 'ended'; filiere: string | null };

/** The programmes that a person is in, each once and in order: so that equal ones look alike. */
const filieresOf = (placements: readonly Placement[]): string[] => {
  const active = placements.flatMap(({ state, filiere }) => (state === 'active' && filiere ? [filiere] : []));
  return [...new Set(active)].sort();
};
