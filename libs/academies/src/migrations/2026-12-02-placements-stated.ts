import type { Migration } from '@takwin/platform/postgres';

/**
 * By which statement a placement is, in the order in which forms and files were accepted, and why it has ended. What was there is
 * older than any. The release before numbers what it writes as it writes it, and takes up again without emptying the reason.
 */
export const placementsStatedMigration: Migration = {
  name: '2026-12-02-placements-stated',
  up: `
    create sequence statement_number;
    alter table person add column left_by bigint;
    alter table placement
      add column stated_by bigint not null default 0,
      add column stated_line int,
      add column ended_on date,
      add column ended_because text
        constraint placement_ended_because check (ended_because in ('moved', 'inactive', 'left'));
    alter table placement alter column stated_by set default nextval('statement_number');
    alter table import add column statement bigint;
    update import i set statement = waiting.number
    from (
      select id, nextval('statement_number') as number
      from (select id from import where state = 'accepted' order by accepted_at) accepted
    ) waiting
    where i.id = waiting.id;
    alter table import alter column statement set default nextval('statement_number');`,
};
