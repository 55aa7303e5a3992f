import type { Migration } from '@takwin/platform/postgres';

/** The list of runs is read from its newest end. */
export const listedRunsMigration: Migration = {
  name: '2026-11-29-listed-runs',
  up: 'create index run_newest on run(accepted_at, id);',
};
