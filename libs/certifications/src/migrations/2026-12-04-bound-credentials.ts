import { boundedTable, type Migration } from '@takwin/platform/postgres';

/** Credentials are seen by those whom they concern, also by a statement that forgets whom it reads for. */
export const boundCredentialsMigration: Migration = {
  name: '2026-12-04-bound-credentials',
  up: boundedTable('certifications', 'credential', { region: 'region', academy: 'academy_id', person: 'person_id' }),
};
