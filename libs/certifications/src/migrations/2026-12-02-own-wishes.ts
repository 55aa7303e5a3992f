import type { Migration } from '@takwin/platform/postgres';

/** Whether the candidate asked for a registration in person; of those of before, and by the release before, nobody knows: no. */
export const ownWishesMigration: Migration = {
  name: '2026-12-02-own-wishes',
  up: `alter table registration add column own_wish boolean not null default false;`,
};
