import type { Migration } from '@takwin/platform/postgres';

/**
 * How a person's name is compared, and who waits for whom that registers one: `person_claim` has a row for each name with what tells
 * homonyms apart, and whoever takes such a person in holds it until the end of the transaction.
 */
export const oneRegistrationMigration: Migration = {
  name: '2026-11-29-one-registration',
  up: `
    create function person_name_key(family text, given text) returns text language sql immutable parallel safe
    return translate(
      regexp_replace(lower(normalize(coalesce(family, '') || ' ' || coalesce(given, ''), nfkd)),
        '[\\u0300-\\u036f\\u0640\\u064b-\\u065f\\u0670\\u2018\\u2019\\u0060\\s!-/:-@]+', '', 'g'),
      'ىةٱ', 'يها');
    create function person_name_keys(family text, given text, family_ar text, given_ar text) returns text[]
    language sql immutable parallel safe
    return array_remove(array[person_name_key(family, given), person_name_key(given, family),
      person_name_key(family_ar, given_ar), person_name_key(given_ar, family_ar)], '');
    create index person_name_key on person(person_name_key(family_fr, given_fr), birth_date);
    create index person_name_key_ar on person(person_name_key(family_ar, given_ar), birth_date)
      where family_ar is not null or given_ar is not null;
    create table person_claim(key text primary key);
    alter table person add column distinct_from uuid[], add column distinct_reason text;`,
};
