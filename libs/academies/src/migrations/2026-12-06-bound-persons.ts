import { boundedTable, boundedWith, type Migration } from '@takwin/platform/postgres';

const OF_PERSON = `exists (select from person p where p.id = placement.person_id)`;
const IN_PRISON = `(select a.profile = 'prison' or a.kind = 'EP' from academy a where a.id = placement.academy_id)`;

/** Persons are seen by those whose they are, and placements with them, also by a statement that forgets whom it reads for. */
export const boundPersonsMigration: Migration = {
  name: '2026-12-06-bound-persons',
  up: [
    boundedTable('academies', 'person', { region: 'region', academy: 'academy_id', person: 'id' }),
    boundedWith('academies', 'placement', OF_PERSON, {
      academy: (isTheirs) => `${isTheirs('academy_id')} or not ${IN_PRISON}`,
    }),
  ].join('\n'),
};
