import type { Migration } from '@takwin/platform/postgres';

/** Why a registration lost the seat that its candidate agreed to, and which that was: of who moved by no wish of their own. */
export const forcedMovesMigration: Migration = {
  name: '2026-11-29-forced-moves',
  up: `
    alter table exam_rules add column move_notice_days int not null default 7 check (move_notice_days between 0 and 60);
    alter table registration add column move_reason text;
    alter table registration add column moved_from uuid references sitting;`,
};
