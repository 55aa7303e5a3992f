import type { Migration } from '@takwin/platform/postgres';

/** A licence that Microsoft refuses for good is one that has failed. */
export const failedLicencesMigration: Migration = {
  name: '2026-11-28-failed-licences',
  up: `
    alter table licence drop constraint licence_state_check;
    alter table licence add constraint licence_state_check check (state in ('assigned', 'failed', 'released'));`,
};
