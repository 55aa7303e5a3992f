import type { Migration } from '@takwin/platform/postgres';

/** An exam keeps who told its pass mark or minutes: the database writes them down, so that it does for the release before, too. */
export const toldTermsMigration: Migration = {
  name: '2026-12-07-told-terms',
  up: `
    alter table exam add column terms_by text[] not null default '{}';
    update exam set terms_by = array[corrected_by] where corrected_by is not null;

    create function keep_who_told_terms() returns trigger language plpgsql as $$
    begin
      new.terms_by := array_append(array_remove(new.terms_by, new.corrected_by), new.corrected_by);
      return new;
    end $$;
    create trigger exam_added_terms before insert on exam
      for each row when (new.corrected_by is not null) execute function keep_who_told_terms();
    create trigger exam_terms before update on exam
      for each row when (new.corrected_by is not null
        and (new.pass_mark, new.minutes) is distinct from (old.pass_mark, old.minutes)) execute function keep_who_told_terms();`,
};
