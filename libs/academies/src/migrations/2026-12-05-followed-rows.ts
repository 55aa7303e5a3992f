import type { Migration } from '@takwin/platform/postgres';

/**
 * Which of each sender's files had a placement: `by_sender` has the last one, the one before it and the line, under the sender's name.
 * Of before it is known of persons who were placed twice. An import tells how many of its rows were not followed.
 */
export const followedRowsMigration: Migration = {
  name: '2026-12-05-followed-rows',
  up: `
    alter table import add column not_followed int not null default 0;
    alter table placement add column by_sender jsonb not null default '{}';
    create function placement_told(told jsonb, sender text, number bigint, line int) returns jsonb language sql immutable parallel safe
    return told || jsonb_build_object(sender, case
      when (told->sender->>0)::bigint > number
        then jsonb_build_array(told->sender->0, greatest((told->sender->>1)::bigint, number), told->sender->2)
      else jsonb_build_array(number, case when (told->sender->>0)::bigint < number then told->sender->0 else told->sender->1 end, line) end);
    update placement l set by_sender = known.by_sender
    from (
      select id, jsonb_object_agg(sender, jsonb_build_array(numbers[1], numbers[2], line)) as by_sender
      from (
        select l.id, i.created_by as sender, l.stated_line as line, array_agg(distinct i.statement order by i.statement desc) as numbers
        from placement l join import i on i.statement in (l.stated_by, l.seen_by, l.seen_before)
        where exists (select from placement o where o.person_id = l.person_id and o.id <> l.id)
        group by l.id, i.created_by
      ) told group by id
    ) known
    where l.id = known.id;`,
};
