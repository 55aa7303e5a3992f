import type { Migration } from '@takwin/platform/postgres';

/**
 * Who needs an accessible workstation has one: a sitting seats no more of them than its room has. Whoever gives a seat has the
 * sitting's row; the trigger takes it all the same, so that two who race are counted one after the other.
 */
export const accessibleWorkstationsMigration: Migration = {
  name: '2026-11-29-accessible-workstations',
  up: `
    alter table room_hours add column accessible int not null default 0;
    alter table accommodation add column accessible_workstation boolean not null default false;
    alter table accommodation drop constraint accommodation_gives;
    alter table accommodation add constraint accommodation_gives
      check (extra_minutes > 0 or extra_percent > 0 or reader or accessible_workstation);

    create function needs_accessible(person uuid, exam text) returns boolean language sql stable as $$
      select exists (select from accommodation g where g.person_id = person and g.state = 'granted'
        and g.accessible_workstation and (g.exam_code is null or g.exam_code = exam)) $$;

    create function accessible_left(sitting uuid) returns int language sql stable as $$
      select coalesce((
        select h.accessible - case when h.accessible = 0 then 0 else (
          select count(*)::int from registration r where r.sitting_id = s.id and r.state in ('booked', 'sat')
            and needs_accessible(r.person_id, r.exam_code)) end
        from sitting s join room_hours h on h.room_id = s.room_id where s.id = sitting), 0) $$;

    create function seat_accessibly() returns trigger language plpgsql as $$
    declare seated uuid[];
    begin
      if tg_op = 'UPDATE' then
        select array_agg(n.sitting_id order by n.sitting_id) into seated from after n join before o using (id)
          where n.state in ('booked', 'sat') and n.sitting_id is distinct from o.sitting_id
            and needs_accessible(n.person_id, n.exam_code);
      else
        select array_agg(n.sitting_id order by n.sitting_id) into seated from after n
          where n.state in ('booked', 'sat') and needs_accessible(n.person_id, n.exam_code);
      end if;
      if seated is null then return null; end if;
      perform from sitting where id = any(seated) order by id for no key update;
      if exists (
        select from sitting s left join room_hours h on h.room_id = s.room_id
        where s.id = any(seated) and coalesce(h.accessible, 0) < (
          select count(*) from registration r where r.sitting_id = s.id and r.state in ('booked', 'sat')
            and needs_accessible(r.person_id, r.exam_code))
      ) then
        raise exception using errcode = 'exclusion_violation', constraint = 'sitting_accessible',
          message = 'sitting_accessible: no accessible workstation is left';
      end if;
      return null;
    end $$;
    create trigger registration_seats_accessibly_new after insert on registration
      referencing new table as after for each statement execute function seat_accessibly();
    create trigger registration_seats_accessibly after update on registration
      referencing old table as before new table as after for each statement execute function seat_accessibly();`,
};
