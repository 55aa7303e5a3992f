import type { Migration } from '@takwin/platform/postgres';

/**
 * What was recorded wrongly of a day: the record stays, with who took it back, when and why. A voucher that was spent on it is
 * assigned again with the seat; in no other way does one come back from being void.
 */
export const examDayRevocationsMigration: Migration = {
  name: '2026-11-29-exam-day-revocations',
  up: `
    create table exam_day_revocation(
      record_id uuid primary key references exam_day_record,
      reason text not null,
      revoked_at timestamptz not null,
      revoked_by text not null
    );
    create trigger exam_day_revocation_stays before update or delete on exam_day_revocation
      for each row execute function refuse_change();

    create function keep_void() returns trigger language plpgsql as $$
    begin
      if old.state in ('used', 'forfeited') and new.state = 'assigned'
        and exists (select from registration r where r.id = new.registration_id and r.state = 'booked') then
        return new;
      end if;
      raise exception using errcode = 'check_violation', constraint = tg_name, message = tg_name || ': this stays as it is';
    end $$;
    create or replace trigger voucher_stays_void before update on voucher
      for each row when (old.state <> 'assigned') execute function keep_void();`,
};
