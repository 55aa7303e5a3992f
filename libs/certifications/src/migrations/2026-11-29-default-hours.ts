import type { Migration } from '@takwin/platform/postgres';

/**
 * When rooms may be used of which nobody said it: Monday to Saturday, 8:00 to 20:00 on the clocks of Morocco. What was planned
 * before keeps its place.
 */
export const defaultHoursMigration: Migration = {
  name: '2026-11-29-default-hours',
  up: `
    alter table exam_rules add column default_opening_hours jsonb not null default (
      '[{"weekday": 1, "opens": "08:00", "closes": "20:00"}, {"weekday": 2, "opens": "08:00", "closes": "20:00"},
        {"weekday": 3, "opens": "08:00", "closes": "20:00"}, {"weekday": 4, "opens": "08:00", "closes": "20:00"},
        {"weekday": 5, "opens": "08:00", "closes": "20:00"}, {"weekday": 6, "opens": "08:00", "closes": "20:00"}]');
    alter table room_hours add column open_on_holidays boolean not null default false;`,
};
