import type { Migration } from '@takwin/platform/postgres';

/** Which birth date who claims a person says, and whose region gave somebody away by a claim. */
export const claimedBirthDatesMigration: Migration = {
  name: '2026-12-07-claimed-birth-dates',
  up: `
    alter table claim add column birth_date date;
    update claim c set birth_date = p.birth_date from person p where p.id = c.provisional_id and p.birth_date is not null;
    create index person_merge_given on person_merge((survivor_was ->> 'region'), id) where claim_id is not null;`,
};
