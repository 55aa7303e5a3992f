import type { Migration } from '@takwin/platform/postgres';

/** A result is of the sitting that its candidate had when it was sent; the same one, sent of another sitting, is another result. */
export const resultsSittingMigration: Migration = {
  name: '2026-11-29-results-sitting',
  up: `
    alter table result add column sitting_id uuid references sitting;
    update result n set sitting_id = r.sitting_id from registration r where r.id = n.registration_id;
    drop index result_held_once;
    create unique index result_held_once_a_sitting
      on result(registration_id, sitting_id, score, started_at, (correction is null)) nulls not distinct where state = 'held';`,
};
