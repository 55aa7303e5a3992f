import type { Migration } from '@takwin/platform/postgres';

/** The places of an offering, and those of an academy, are listed by their ids. */
export const enrolmentListsMigration: Migration = {
  name: '2026-11-30-enrolment-lists',
  up: `
    create index enrolment_offering on enrolment(offering_id, id);
    create index enrolment_academy on enrolment(academy_id, id);`,
};
