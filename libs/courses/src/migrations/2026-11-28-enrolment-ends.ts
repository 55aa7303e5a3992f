import type { Migration } from '@takwin/platform/postgres';

/** Why a place has ended; and the open places of an offering are found without those of the others. */
export const enrolmentEndsMigration: Migration = {
  name: '2026-11-28-enrolment-ends',
  up: `
    alter table enrolment add column reason text;
    create index enrolment_open on enrolment(offering_id) where state in ('enrolled', 'waitlisted');`,
};
