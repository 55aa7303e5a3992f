import type { Migration } from '@takwin/platform/postgres';

/**
 * Whether a correction revoked a credential or somebody did, who did, and who issued one again after that and why. What the release
 * before revokes counts as revoked by somebody: only the programme issues it again.
 */
export const reissuedCredentialsMigration: Migration = {
  name: '2026-12-02-reissued-credentials',
  up: `
    alter table credential
      add column revoked_by_correction boolean not null default false,
      add column revoked_by text,
      add column reissued_by text,
      add column reissued_reason text;
    update credential set revoked_by_correction = true
    where state = 'revoked' and revoked_reason like 'the result was corrected: %';`,
};
