import { boundedTable, type Migration } from '@takwin/platform/postgres';

const of = (column: string): string => `(select p.${column} from person p where p.id = placement.person_id)`;
const inPrison = `(select a.profile = 'prison' or a.kind = 'EP' from academy a where a.id = placement.academy_id)`;

/** Persons are seen by those whose they are, and placements with them, also by a statement that forgets whom it reads for. */
export const boundPersonsMigration: Migration = {
  name: '2026-12-06-bound-persons',
  up: [
    boundedTable('academies', 'person', { region: 'region', academy: 'academy_id', person: 'id' }),
    boundedTable(
      'academies',
      'placement',
      { region: of('region'), academy: of('academy_id'), person: 'person_id' },
      { academy: (isTheirs) => `${isTheirs('academy_id')} or not ${inPrison}` },
    ),
  ].join('\n'),
};
