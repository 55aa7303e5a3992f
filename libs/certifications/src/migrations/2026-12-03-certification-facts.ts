import type { Migration } from '@takwin/platform/postgres';

/** What is known of certifications beside their exams, and in which languages exams are; null where no source tells. */
export const certificationFactsMigration: Migration = {
  name: '2026-12-03-certification-facts',
  up: `
    alter table certification
      add column level text,
      add column prerequisites jsonb,
      add column renewal_months int check (renewal_months >= 0),
      add column retired_on date,
      add column gone_by date,
      add column source text,
      add column as_of date;
    alter table exam add column languages text[];`,
};
