import type { Migration } from '@takwin/platform/postgres';

/** What happened on the day of an exam, as it was recorded: under the recorder's own ids and clock, and never rewritten. */
export const examDayMigration: Migration = {
  name: '2026-11-26-exam-day',
  up: `
    create table exam_day_record(
      id uuid primary key,
      sitting_id uuid not null references sitting,
      registration_id uuid references registration,
      kind text not null check (kind in
        ('proctor-present', 'admitted', 'absent', 'began', 'interrupted', 'resumed', 'incident')),
      happened_at timestamptz not null,
      details jsonb not null,
      content_hash text not null,
      recorded_at timestamptz not null,
      recorded_by text not null
    );
    create index exam_day_record_sitting on exam_day_record(sitting_id, happened_at);
    create trigger exam_day_record_stays before update or delete on exam_day_record
      for each row execute function refuse_change();

    alter table registration add column admitted_at timestamptz;
    alter table registration add column interrupted_at timestamptz;`,
};
