import type { Migration } from '@takwin/platform/postgres';

/**
 * Whether others than an academy say the matricule and the CIN of a person. Numbers of before, and those that the release before goes on
 * writing, count as said by whoever confirmed the person; records that a merge keeps are to be put back with the same.
 */
export const confirmedNumbersMigration: Migration = {
  name: '2026-12-08-confirmed-numbers',
  up: `
    alter table person add column matricule_confirmed boolean not null default true,
      add column cin_confirmed boolean not null default true;
    update person_merge set person_was = person_was || '{"matricule_confirmed": true, "cin_confirmed": true}',
      survivor_was = survivor_was || '{"matricule_confirmed": true, "cin_confirmed": true}';`,
};

/** Of whom something waits for another word than an academy's, a number too, made anew while others write. */
export const waitingPersonsMigration: Migration = {
  name: '2026-12-08-waiting-persons',
  index: {
    name: 'person_unsaid',
    on: 'person(academy_id, id) where not (confirmed and birth_date_confirmed and matricule_confirmed and cin_confirmed)',
  },
  up: `
    drop index person_waits;
    alter index person_unsaid rename to person_waits;`,
};
