import { boundedTable, type Migration } from '@takwin/platform/postgres';

const of = (column: string): string => `(select r.${column} from registration r where r.id = result.registration_id)`;

/** Results are seen by those whom their registrations concern, also by a statement that forgets whom it reads for. */
export const boundResultsMigration: Migration = {
  name: '2026-12-04-bound-results',
  up: boundedTable('certifications', 'result', {
    region: of('region'),
    academy: of('academy_id'),
    person: of('person_id'),
  }),
};
