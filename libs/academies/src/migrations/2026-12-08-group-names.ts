import type { Migration } from '@takwin/platform/postgres';

/**
 * A group of an academy is called as it was written first: `DEV101` is `DEV 101` where that was there before. Of two who write it first
 * at once the later is given what the other wrote, by whatever door and release. Where a person is in both in one year both stay, of
 * which the next statement ends the one that it does not name.
 */
export const groupNamesMigration: Migration = {
  name: '2026-12-08-group-names',
  up: `
    create table group_name(academy_id uuid not null references academy(id), key text not null, code text not null, primary key(academy_id, key));
    insert into group_name select distinct on (academy_id, group_key(group_code)) academy_id, group_key(group_code),
      upper(group_code collate pg_c_utf8)
      from placement where group_code is not null order by academy_id, group_key(group_code), id;
    update placement l set group_code = n.code from group_name n
    where n.academy_id = l.academy_id and n.key = group_key(l.group_code) and n.code <> l.group_code and not exists (
      select from placement o where o.person_id = l.person_id and o.academy_id = l.academy_id and o.year is not distinct from l.year
        and o.id <> l.id and group_key(o.group_code) = n.key);
    create function placement_group_named() returns trigger language plpgsql as $$
    begin
      insert into group_name values (new.academy_id, group_key(new.group_code), upper(new.group_code collate pg_c_utf8))
        on conflict do nothing;
      select code into new.group_code from group_name where academy_id = new.academy_id and key = group_key(new.group_code);
      return new;
    end $$;
    create trigger placement_group_named before insert on placement for each row
      when (new.group_code is not null) execute function placement_group_named();`,
};
