import type { Migration } from '@takwin/platform/postgres';

/**
 * Whether others than an academy say that there is a person, and the birth date; `stated_by` are who said it as an academy. Persons of
 * before, and those whom the release before goes on writing, count as confirmed. `person_statement` tells which imports state whom
 * nobody has confirmed.
 */
export const confirmedPersonsMigration: Migration = {
  name: '2026-12-03-confirmed-persons',
  up: `
    alter table person add column confirmed boolean not null default true,
      add column birth_date_confirmed boolean not null default true,
      add column stated_by text[] not null default '{}',
      add column confirmed_by text,
      add column confirmed_as text,
      add column confirmed_at timestamptz check ((confirmed_at is null) = (confirmed_by is null) and (confirmed_at is null or confirmed)),
      add column confirmed_import uuid;
    create index person_waits on person(academy_id, id) where not (confirmed and birth_date_confirmed);
    create table person_statement(
      import_id uuid not null references import,
      person_id uuid not null references person,
      primary key (import_id, person_id)
    );
    alter table import add column unconfirmed int not null default 0;`,
};
