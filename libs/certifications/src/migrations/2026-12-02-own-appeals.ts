import type { Migration } from '@takwin/platform/postgres';

/** Whether the candidate appealed in person: the academy's appeal does not use the candidate's up. Of those of before nobody knows: no. */
export const ownAppealsMigration: Migration = {
  name: '2026-12-02-own-appeals',
  up: `
    alter table appeal add column by_candidate boolean not null default false;
    alter table appeal drop constraint appeal_once;
    alter table appeal add constraint appeal_once unique (registration_id, revision, by_candidate);`,
};
