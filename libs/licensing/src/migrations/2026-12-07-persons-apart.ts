import { type Migration, personsApart } from '@takwin/platform/postgres';

/** Who is shown an academy or a region is shown persons besides, such as themselves. */
export const personsApartMigration: Migration = {
  name: '2026-12-07-persons-apart',
  up: personsApart('licence', 'person_id'),
};
