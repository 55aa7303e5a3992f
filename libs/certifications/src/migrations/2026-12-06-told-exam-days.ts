import type { Migration } from '@takwin/platform/postgres';

/** A seat that is refused for the days of its exam says which they are. */
export const toldExamDaysMigration: Migration = {
  name: '2026-12-06-told-exam-days',
  up: `
    create or replace function demand_exam_days() returns trigger language plpgsql as $$
    begin
      -- The exam is held until the seat is given: who retires it waits, and sees the seat.
      perform from exam e join sitting s on s.id = new.sitting_id
        where e.code = new.exam_code and e.days @> left(s.wall_time, 10)::date for share of e;
      if not found then
        raise exception 'not offered on that day' using errcode = 'exclusion_violation', constraint = 'registration_exam_days',
          detail = (
            select jsonb_build_object('examCode', e.code, 'on', left(s.wall_time, 10), 'releasedOn', e.released_on,
              'retiredOn', e.retired_on, 'goneBy', e.gone_by)
            from exam e join sitting s on s.id = new.sitting_id where e.code = new.exam_code);
      end if;
      return new;
    end $$;`,
};
