import { type Migration, personsApart } from '@takwin/platform/postgres';

/** Who is shown an academy or a region is shown persons besides, such as themselves. */
export const personsApartMigration: Migration = {
  name: '2026-12-07-persons-apart',
  up: [
    personsApart('credential', 'person_id'),
    personsApart('result', '(select r.person_id from registration r where r.id = result.registration_id)'),
  ].join('\n'),
};
