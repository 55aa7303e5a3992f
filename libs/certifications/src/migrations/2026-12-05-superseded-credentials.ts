import type { Migration } from '@takwin/platform/postgres';

/**
 * Credentials that are issued anew since the name that they print was corrected: `supersedes` is the one before, `names_as_of` which
 * correction its names are of, and `reissue_asked_at` says that a worker is to look.
 */
export const supersededCredentialsMigration: Migration = {
  name: '2026-12-05-superseded-credentials',
  up: `
    alter table credential
      add column supersedes uuid,
      add column names_as_of timestamptz,
      add column reissue_asked_at timestamptz;
    create unique index credential_supersedes on credential(supersedes) where supersedes is not null;
    create index credential_to_reissue on credential(reissue_asked_at) where reissue_asked_at is not null;`,
};
