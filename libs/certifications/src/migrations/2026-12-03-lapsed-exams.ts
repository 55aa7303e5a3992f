import type { Migration } from '@takwin/platform/postgres';

/** When an interrupted exam ended without going on: it is no place for the exam any more, and its candidate may have another one. */
export const lapsedExamsMigration: Migration = {
  name: '2026-12-03-lapsed-exams',
  up: `
    alter table registration add column lapsed_at timestamptz;
    drop index registration_active;
    create unique index registration_active on registration(person_id, exam_code)
      where state in ('requested', 'waitlisted', 'booked', 'sat') and lapsed_at is null;
    create index registration_interrupted on registration(interrupted_at) where interrupted_at is not null;`,
};
