import type { Migration } from '@takwin/platform/postgres/migrate';

/** What counts against a limit, and until when, in place of windows of our own. */
export const chargesMigration: Migration = {
  name: '2026-11-27-charges',
  up: `
    alter table graph_window add column charges jsonb not null default '[]';
    -- What was spent of the windows of the release before counts for as long as the longest of them.
    update graph_window set charges = jsonb_build_array(
      jsonb_build_array(ceil(extract(epoch from now()) * 1000) + 300000, spent, patches))
    where spent > 0 and opens_at > now() - interval '6 minutes';`,
};
