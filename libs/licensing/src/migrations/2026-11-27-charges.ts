import type { Migration } from '@takwin/platform/postgres';

/** What counts against a limit, and until when, in place of windows of our own. */
export const chargesMigration: Migration = {
  name: '2026-11-27-charges',
  up: `
    alter table graph_window add column charges jsonb not null default '[]';
    -- What was spent of a window of the release before arrived by its end, and counts for a window after that.
    update graph_window set charges = jsonb_build_array(jsonb_build_array(
      ceil(extract(epoch from opens_at) * 1000)
        + case when key like '%/units' then 20000 when key like '%/%/writes' then 300000 else 600000 end,
      spent, patches))
    where spent > 0 and opens_at > '-infinity';`,
};
