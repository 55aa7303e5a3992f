import type { Migration } from '@takwin/platform/postgres';

/**
 * What a person's identity was before it was corrected, and what it became, each whole; without a document where a form or a file of an
 * official exchanged it. `person_id` may be that of a record that became another's by now.
 */
export const personCorrectionsMigration: Migration = {
  name: '2026-12-05-person-corrections',
  up: `
    create table person_correction(
      id uuid primary key default gen_random_uuid(),
      person_id uuid not null,
      version int not null,
      family_fr text not null, given_fr text not null, family_ar text, given_ar text,
      birth_date date,
      matricule text,
      cin_hash bytea,
      cin_sealed bytea check ((cin_hash is null) = (cin_sealed is null)),
      now_family_fr text not null, now_given_fr text not null, now_family_ar text, now_given_ar text,
      now_birth_date date,
      now_matricule text,
      now_cin_hash bytea,
      now_cin_sealed bytea check ((now_cin_hash is null) = (now_cin_sealed is null)),
      reason text,
      document text check ((document is null) = (reason is null)),
      import_id uuid,
      corrected_by text not null,
      corrected_as text not null,
      corrected_at timestamptz not null
    );
    create index person_correction_of on person_correction(person_id, version);
    create index person_correction_matricule on person_correction(matricule) where document is not null;
    alter table person add column name_corrected_at timestamptz;`,
};
