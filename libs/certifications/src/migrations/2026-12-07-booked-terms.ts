import type { Migration } from '@takwin/platform/postgres';

/**
 * A registration keeps the pass mark and minutes of its exam from its first seat on, a past attempt the pass mark of the day on which
 * it was recorded: the database writes them down, so that it does for the release before, too.
 */
export const bookedTermsMigration: Migration = {
  name: '2026-12-07-booked-terms',
  up: `
    alter table registration add column pass_mark int, add column exam_minutes int;
    alter table past_attempt add column pass_mark int;
    update registration r set pass_mark = e.pass_mark, exam_minutes = e.minutes
      from exam e where e.code = r.exam_code and r.sitting_id is not null;
    update past_attempt o set pass_mark = e.pass_mark from exam e where e.code = o.exam_code;

    create function keep_booked_terms() returns trigger language plpgsql as $$
    begin
      select e.pass_mark, e.minutes into new.pass_mark, new.exam_minutes from exam e where e.code = new.exam_code;
      return new;
    end $$;
    create trigger registration_booked_terms before insert or update of sitting_id on registration
      for each row when (new.sitting_id is not null and new.pass_mark is null) execute function keep_booked_terms();

    create function keep_pass_mark() returns trigger language plpgsql as $$
    begin
      select e.pass_mark into new.pass_mark from exam e where e.code = new.exam_code;
      return new;
    end $$;
    create trigger past_attempt_pass_mark before insert on past_attempt
      for each row execute function keep_pass_mark();`,
};
