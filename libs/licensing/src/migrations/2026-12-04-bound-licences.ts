import { boundedTable, type Migration } from '@takwin/platform/postgres';

/** Licences are seen by those whom they concern, also by a statement that forgets whom it reads for. */
export const boundLicencesMigration: Migration = {
  name: '2026-12-04-bound-licences',
  up: boundedTable('licensing', 'licence', { region: 'region', academy: 'academy_id', person: 'person_id' }),
};
