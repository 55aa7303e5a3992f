import type { Migration } from '@takwin/platform/postgres';

/**
 * Why a place has ended, and up to which version the departure of a person was heeded, whatever a rebuild shows of it again:
 * those who are here may have left and come back before anybody heeded that.
 */
export const enrolmentEndsMigration: Migration = {
  name: '2026-11-28-enrolment-ends',
  up: `
    alter table enrolment add column reason text,
      add constraint enrolment_reason check (reason is null or state = 'withdrawn');
    create index enrolment_open on enrolment(offering_id) where state in ('enrolled', 'waitlisted');
    create table departure_seen(person_id uuid primary key, version bigint not null);
    insert into departure_seen select subject::uuid, version from person_copy where active;`,
};
