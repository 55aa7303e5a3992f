import type { Migration } from '@takwin/platform/postgres';

/** What an explanation tells of a person: when Microsoft said what, and which tenant has the accounts of a region. */
export const licenceExplanationMigration: Migration = {
  name: '2026-11-30-licence-explanation',
  up: `
    alter table outcome
      add column settled_at timestamptz,
      add column graph_error text;
    create index outcome_person on outcome(person_id);

    create table directory_tenant(
      id uuid primary key,
      domain text not null,
      regions text[]
    );`,
};
