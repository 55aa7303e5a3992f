import type { Migration } from '@takwin/platform/postgres';

/**
 * An exam keeps the pass mark and minutes that ship, or that two have told, and who told each that it has: one official alone lowers
 * neither. 700 of 1000 is what Microsoft's exams ask for. The database writes down who told them, so that it does for the release before, too.
 */
export const confirmedTermsMigration: Migration = {
  name: '2026-12-08-confirmed-terms',
  up: `
    alter table exam add column confirmed_pass_mark int not null default 700, add column confirmed_minutes int,
      add column pass_mark_by text, add column minutes_by text;
    update exam set confirmed_pass_mark = pass_mark, confirmed_minutes = minutes where terms_by = '{}';
    update exam set pass_mark_by = terms_by[cardinality(terms_by)], minutes_by = terms_by[cardinality(terms_by)]
      where terms_by <> '{}';

    create function keep_who_told_each() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' or new.pass_mark <> old.pass_mark then new.pass_mark_by := new.corrected_by; end if;
      if tg_op = 'INSERT' or new.minutes <> old.minutes then new.minutes_by := new.corrected_by; end if;
      return new;
    end $$;
    create trigger exam_told_each before insert or update on exam
      for each row when (new.corrected_by is not null) execute function keep_who_told_each();`,
};
