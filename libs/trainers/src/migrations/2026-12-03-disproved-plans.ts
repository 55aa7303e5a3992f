import type { Migration } from '@takwin/platform/postgres';

/** Whether an item of a trainer's plan that evidence had met is met no more, since the plan was completed last. */
export const disprovedPlansMigration: Migration = {
  name: '2026-12-03-disproved-plans',
  up: 'alter table trainer add column upskilling_disproved boolean not null default false;',
};
