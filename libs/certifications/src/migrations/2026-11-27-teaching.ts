import type { Migration } from '@takwin/platform/postgres';

/** Up to which version an enrolment was heeded, whatever a rebuild shows of it again. */
export const teachingMigration: Migration = {
  name: '2026-11-27-teaching',
  up: `create table teaching_seen(enrolment_id uuid primary key, version bigint not null);`,
};
