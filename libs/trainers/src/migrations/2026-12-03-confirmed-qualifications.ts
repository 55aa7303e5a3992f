import type { Migration } from '@takwin/platform/postgres';

/** Whether more than a manager's own word says so; what was recorded before this was asked counts as confirmed. */
export const confirmedQualificationsMigration: Migration = {
  name: '2026-12-03-confirmed-qualifications',
  up: 'alter table qualification add column confirmed boolean not null default true;',
};
