import type { Migration } from '@takwin/platform/postgres';

/** How many hours were learnt of each enrolment when it was heeded last: more of them are those of who teaches then. */
export const taughtHoursMigration: Migration = {
  name: '2026-11-30-taught-hours',
  up: 'create table taught_hours(enrolment_id uuid primary key, version bigint not null, hours numeric not null);',
};
