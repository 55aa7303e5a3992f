import type { Migration } from '@takwin/platform/postgres';

/** Places of a region are listed by their ids, and those of a state that few have are found without those of all the others. */
export const enrolmentStatesMigration: Migration = {
  name: '2026-11-30-enrolment-states',
  up: `
    create index enrolment_region on enrolment(region, id);
    create index enrolment_state on enrolment(state, id);`,
};
