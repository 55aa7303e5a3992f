import type { Migration } from '@takwin/platform/postgres';

/** Exams have days on which they can be sat, and where that is known from; a seat on another day is refused, whoever gives it. */
export const examDaysMigration: Migration = {
  name: '2026-12-02-exam-days',
  up: `
    alter table exam
      add column released_on date,
      add column retired_on date,
      add column gone_by date,
      add column source text,
      add column as_of date,
      add column corrected_by text,
      add column version int not null default 1,
      add column days daterange not null generated always as
        (daterange(released_on, coalesce(retired_on, gone_by - 1), '[]')) stored;

    create function demand_exam_days() returns trigger language plpgsql as $$
    begin
      -- The exam is held until the seat is given: who retires it waits, and sees the seat.
      perform from exam e join sitting s on s.id = new.sitting_id
        where e.code = new.exam_code and e.days @> left(s.wall_time, 10)::date for share of e;
      if not found then
        raise exception 'not offered on that day' using errcode = 'exclusion_violation', constraint = 'registration_exam_days';
      end if;
      return new;
    end $$;
    create trigger registration_exam_days after insert or update of sitting_id, exam_code on registration
      for each row when (new.state = 'booked') execute function demand_exam_days();`,
};
