import type { Migration } from '@takwin/platform/postgres';

/**
 * What the database itself keeps of sittings: that they lie within a room's open hours (a temporal foreign key on UTC spans
 * that legal time was turned into), that a workstation has one candidate, and that seats held for who waits are seats.
 */
export const sittingsMigration: Migration = {
  name: '2026-11-26-sittings',
  up: `
    create table exam_rules(
      one boolean primary key default true check (one),
      seats_per_proctor int not null default 20 check (seats_per_proctor between 1 and 100),
      teacher_may_proctor boolean not null default false,
      free_cancellation_days int not null default 6 check (free_cancellation_days between 0 and 60),
      forfeit_hours int not null default 24 check (forfeit_hours between 0 and 240),
      rebooking_days int not null default 30 check (rebooking_days between 1 and 365),
      version int not null default 1
    );
    insert into exam_rules default values;

    create table holiday(
      day date primary key,
      name_fr text not null,
      name_ar text not null,
      closed boolean not null default true,
      origin text not null
    );
    create table ramadan(
      hijri_year int primary key,
      first_day date not null,
      last_day date not null,
      opens text not null,
      closes text not null,
      origin text not null,
      constraint ramadan_days check (first_day < last_day),
      constraint ramadan_hours check (opens < closes)
    );

    create table room_hours(
      room_id uuid primary key,
      version bigint not null,
      open boolean not null,
      workstations int not null,
      opening_hours jsonb,
      closures jsonb not null
    );
    create table room_open(
      room_id uuid not null,
      during tstzrange not null,
      constraint room_open_once primary key (room_id, during without overlaps)
    );
    create table proctor_seen(person_id uuid primary key, version bigint not null);

    alter table sitting add column offered int not null default 0;
    alter table sitting add constraint sitting_offered check (offered between 0 and taken);
    alter table sitting add column arrangement int not null default 1;
    alter table sitting add column cancelled_reason text;
    alter table sitting add column guarded tstzrange;
    alter table sitting add constraint sitting_within_hours foreign key (room_id, period guarded)
      references room_open(room_id, period during) deferrable initially deferred;
    create index sitting_guarded on sitting(room_id) where guarded is not null;
    create index sitting_offering on sitting(id) where offered > 0;
    create index sitting_proctor_person on sitting_proctor(proctor_id);

    alter table registration add column taught_by uuid[] not null default '{}';
    alter table registration add column cancelled_at timestamptz;
    alter table registration add column cancellation text check (cancellation in ('free', 'fee', 'forfeited'));
    alter table registration add column workstation int check (workstation > 0);
    create unique index registration_workstation on registration(sitting_id, workstation)
      where state in ('booked', 'sat', 'passed', 'failed', 'no-show');

    -- The lowest free one. Whoever books holds the sitting's row by then, so that two never look at once.
    create function assign_workstation() returns trigger language plpgsql as $$
    begin
      if new.state in ('requested', 'waitlisted', 'refused', 'cancelled') then
        new.workstation := null;
      elsif new.workstation is null or new.sitting_id is distinct from old.sitting_id then
        select min(free) into new.workstation
        from generate_series(1, (select seats from sitting where id = new.sitting_id)) free
        where not exists (select from registration other
          where other.sitting_id = new.sitting_id and other.workstation = free and other.id <> new.id
            and other.state in ('booked', 'sat', 'passed', 'failed', 'no-show'));
      end if;
      return new;
    end $$;
    create trigger registration_workstation before insert or update of state, sitting_id on registration
      for each row execute function assign_workstation();`,
};
