import type { Migration } from '@takwin/platform/postgres';

/** Credentials of an achievement, and those of an academy, are listed by their ids. */
export const credentialListsMigration: Migration = {
  name: '2026-11-30-credential-lists',
  up: `
    create index credential_achievement on credential(achievement_id, id);
    create index credential_academy on credential(academy_id, id);`,
};
