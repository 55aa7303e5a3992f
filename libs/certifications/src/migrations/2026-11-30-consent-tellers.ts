import type { Migration } from '@takwin/platform/postgres';

/** Who said that a parent agrees; and which person planned a campaign, whose own parents that word is not of. */
export const consentTellersMigration: Migration = {
  name: '2026-11-30-consent-tellers',
  up: `
    alter table registration add column consent_by text;
    alter table campaign add column planner_id uuid;`,
};
