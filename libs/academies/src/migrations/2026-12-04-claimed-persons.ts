import type { Migration } from '@takwin/platform/postgres';

/**
 * Persons who may be somebody of another scope: `claims` says whom, and the numbers that are that person's stand apart, so that each
 * number goes on having one holder. `claims_for` is the academy that states one such person under a number once. Nothing refers to the
 * person claimed, for who states one would wait for whoever holds that person.
 */
export const claimedPersonsMigration: Migration = {
  name: '2026-12-04-claimed-persons',
  up: `
    alter table person add column claims uuid,
      add column claims_for uuid,
      add column claimed_matricule text check (claimed_matricule is null or matricule is null and claims is not null),
      add column claimed_cin_hash bytea check (claimed_cin_hash is null or cin_hash is null and claims is not null),
      add column claimed_cin_sealed bytea check ((claimed_cin_hash is null) = (claimed_cin_sealed is null));
    create index person_claims on person(claims) where claims is not null;
    create unique index person_claimed_matricule on person(claimed_matricule, claims_for) where claimed_matricule is not null;
    create unique index person_claimed_cin on person(claimed_cin_hash, claims_for) where claimed_cin_hash is not null;
    create table claim(
      id uuid primary key default gen_random_uuid(),
      version int not null default 1,
      person_id uuid not null,
      provisional_id uuid not null,
      academy_id uuid not null,
      import_id uuid,
      name_fr text not null,
      name_ar text,
      matricule text,
      asked_by text not null,
      asked_at timestamptz not null,
      state text not null default 'open' check (state in ('open', 'accepted', 'refused')),
      reason text,
      decided_by text,
      decided_at timestamptz,
      constraint claim_once unique (provisional_id, person_id),
      constraint claim_decided check ((state = 'open') = (decided_at is null) and (decided_at is null) = (decided_by is null))
    );
    create index claim_of_person on claim(person_id, id);
    create table person_alias(id uuid primary key, person_id uuid not null references person);
    create index person_alias_of on person_alias(person_id);`,
};
