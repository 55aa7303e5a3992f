import type { Migration } from '@takwin/platform/postgres';

/** Registrations of an academy, a region or an exam are listed by their ids. */
export const registrationListsMigration: Migration = {
  name: '2026-11-30-registration-lists',
  up: `
    create index registration_academy on registration(academy_id, id);
    create index registration_region on registration(region, id);
    create index registration_exam on registration(exam_code, id);`,
};
