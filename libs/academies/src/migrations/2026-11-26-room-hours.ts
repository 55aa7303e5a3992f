import type { Migration } from '@takwin/platform/postgres';

export const roomHoursMigration: Migration = {
  name: '2026-11-26-room-hours',
  up: `
    alter table room add column opening_hours jsonb;
    alter table room add column closures jsonb not null default '[]';`,
};
