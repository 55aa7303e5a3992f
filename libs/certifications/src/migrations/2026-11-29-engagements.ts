import type { Migration } from '@takwin/platform/postgres';

/**
 * One person, one place, whatever the role: where candidates sit and where proctors watch are hours of one table, which the database
 * keeps by itself, so that the release before is held to it too. A candidate who has both at once by now keeps the seat unguarded,
 * and their hours as a proctor are what others are held to.
 */
export const engagementsMigration: Migration = {
  name: '2026-11-29-engagements',
  up: `
    create table engagement(
      person_id uuid not null,
      during tstzrange not null,
      registration_id uuid unique,
      sitting_id uuid,
      constraint engagement_role check ((registration_id is null) <> (sitting_id is null)),
      constraint engagement_one_place exclude using gist (person_id with =, during with &&)
    );
    create index engagement_proctor on engagement(sitting_id, person_id) where sitting_id is not null;

    create function seat_hours(state text, during tstzrange) returns tstzrange language sql immutable as
      $$ select case when state in ('booked', 'sat') then during end $$;

    create function engage_candidates() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        delete from engagement e using before o, after n
        where e.registration_id = o.id and n.id = o.id
          and seat_hours(o.state, o.during) is distinct from seat_hours(n.state, n.during);
        insert into engagement(person_id, during, registration_id)
          select n.person_id, n.during, n.id from after n join before o using (id)
          where seat_hours(n.state, n.during) is not null
            and seat_hours(o.state, o.during) is distinct from seat_hours(n.state, n.during);
      else
        insert into engagement(person_id, during, registration_id)
          select n.person_id, n.during, n.id from after n where seat_hours(n.state, n.during) is not null;
      end if;
      return null;
    end $$;
    create trigger registration_engages_new after insert on registration
      referencing new table as after for each statement execute function engage_candidates();
    create trigger registration_engages after update on registration
      referencing old table as before new table as after for each statement execute function engage_candidates();

    create function engage_proctors() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'INSERT' then
        delete from engagement e using before o where e.sitting_id = o.sitting_id and e.person_id = o.proctor_id;
      end if;
      if tg_op <> 'DELETE' then
        insert into engagement(person_id, during, sitting_id) select proctor_id, during, sitting_id from after;
      end if;
      return null;
    end $$;
    create trigger sitting_proctor_engages_new after insert on sitting_proctor
      referencing new table as after for each statement execute function engage_proctors();
    create trigger sitting_proctor_engages after update on sitting_proctor
      referencing old table as before new table as after for each statement execute function engage_proctors();
    create trigger sitting_proctor_leaves after delete on sitting_proctor
      referencing old table as before for each statement execute function engage_proctors();

    insert into engagement(person_id, during, sitting_id) select proctor_id, during, sitting_id from sitting_proctor;
    insert into engagement(person_id, during, registration_id)
      select r.person_id, r.during, r.id from registration r
      where seat_hours(r.state, r.during) is not null and not exists (
        select from sitting_proctor p where p.proctor_id = r.person_id and p.during && r.during);`,
};
