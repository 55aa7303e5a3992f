import type { Migration } from '@takwin/platform/postgres';

/** Which credential holds in the stead of one that was revoked since its holder has it under another record. */
export const mergedCredentialsMigration: Migration = {
  name: '2026-12-07-merged-credentials',
  up: `
    alter table credential add column superseded_by uuid references credential on delete set null;
    create index credential_superseded_by on credential(superseded_by) where superseded_by is not null;`,
};
