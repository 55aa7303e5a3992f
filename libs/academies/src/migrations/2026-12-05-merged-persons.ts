import type { Migration } from '@takwin/platform/postgres';

/**
 * That two records were made one, by whom and why, with what each was: `person_was` is the record that went, `survivor_was` the other
 * one, without their cards: that of the first stands apart; `placements_were` those of both before and `placements_are` the survivor's after. What is found changed since was
 * stated since, and stays with the survivor where the two are parted again.
 */
export const mergedPersonsMigration: Migration = {
  name: '2026-12-05-merged-persons',
  up: `
    create table person_merge(
      id uuid primary key default gen_random_uuid(),
      version int not null default 1,
      merged_id uuid not null,
      person_id uuid not null,
      claim_id uuid,
      region text not null,
      reason text,
      document text,
      decided_by text not null,
      decided_at timestamptz not null,
      decided_on date not null,
      person_was jsonb not null,
      survivor_was jsonb not null,
      cin_hash bytea,
      cin_sealed bytea,
      claimed_cin_hash bytea,
      claimed_cin_sealed bytea,
      given text[] not null,
      placements_were jsonb not null,
      placements_are jsonb not null,
      statements uuid[] not null,
      claims uuid[] not null,
      asked uuid[] not null,
      claimants uuid[] not null,
      undone_by text,
      undone_at timestamptz,
      undone_because text,
      constraint person_merge_why check (claim_id is not null or reason is not null and document is not null),
      constraint person_merge_two check (merged_id <> person_id),
      constraint person_merge_undone check ((undone_at is null) = (undone_by is null) and (undone_at is null) = (undone_because is null))
    );
    create unique index person_merge_standing on person_merge(merged_id) where undone_at is null;
    create index person_merge_of on person_merge(person_id, id);
    create index person_merge_region on person_merge(region, id);
    create function person_now(id uuid) returns uuid language sql stable
      return coalesce((select a.person_id from person_alias a where a.id = $1), $1);`,
};
