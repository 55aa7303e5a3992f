import type { Migration } from '@takwin/platform/postgres';

/** Who holds which role where. The same one is held once on a day, nobody gives one to themselves, and none is without an end. */
export const assignmentsMigration: Migration = {
  name: '2026-12-03-assignments',
  up: `
    create extension if not exists btree_gist schema public;
    create table assignment(
      id uuid primary key default gen_random_uuid(),
      version int not null default 1,
      subject text not null check (length(subject) between 1 and 255),
      role text not null check (role in ('auditor', 'regional-director', 'academy-manager', 'trainer')),
      region text references region(code),
      academy_id uuid references academy(id),
      group_code text,
      place text not null generated always as (
        coalesce(region, '') || ' ' || coalesce(academy_id::text, '') || ' ' || coalesce(group_code, '')) stored,
      from_on date not null,
      until_on date not null,
      counted_from date not null,
      state text not null default 'given' check (state in ('given', 'ended')),
      given_by text not null,
      reviewed_on date,
      reviewed_by text,
      ended_by text,
      constraint assignment_place check (
        (role = 'auditor') = (region is null) and (role in ('academy-manager', 'trainer')) = (academy_id is not null)
        and (group_code is null or role = 'trainer')),
      constraint assignment_term check (from_on <= until_on and until_on <= counted_from + 400),
      constraint assignment_giver check (given_by <> subject),
      constraint assignment_once exclude using gist (subject with =, role with =, place with =, daterange(from_on, until_on, '[]') with &&)
        where (state = 'given')
    );
    create index assignment_by_end on assignment(until_on, id);
    create index assignment_of_region on assignment(region, until_on, id);
    create index assignment_of_academy on assignment(academy_id, until_on, id);`,
};
