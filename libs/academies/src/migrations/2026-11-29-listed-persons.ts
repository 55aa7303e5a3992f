import type { Migration } from '@takwin/platform/postgres';

/** The list of persons is read a page at a time, of an academy of any size; so are the few of it who have left or are no trainees. */
export const listedPersonsMigration: Migration = {
  name: '2026-11-29-listed-persons',
  up: `
    create index person_listed on person(academy_id, id);
    create index person_listed_inactive on person(academy_id, id) where state = 'inactive';
    create index person_listed_others on person(academy_id, kind, id) where kind <> 'trainee';
    create index placement_group on placement(group_code, academy_id, person_id);`,
};
