import type { Migration } from '@takwin/platform/postgres';

/**
 * Who changed a target, when, why, and what stood before and after. What a day saw is read backwards from what stands now, so that
 * a change of the release before, which writes none, moves no day that is told here.
 */
export const targetChangesMigration: Migration = {
  name: '2026-12-02-target-changes',
  up: `
    create table scoreboard_target_change(
      target_id text not null references scoreboard_target(id),
      version int not null,
      changed_at timestamptz not null,
      changed_on date not null,
      changed_by text not null,
      reason text not null check (char_length(reason) between 3 and 500),
      target_before int,
      due_before date not null,
      target int not null check (target > 0),
      due_on date not null,
      primary key (target_id, version)
    )`,
};
