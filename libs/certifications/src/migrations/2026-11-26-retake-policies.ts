import type { Migration } from '@takwin/platform/postgres';

/**
 * Retake policies as versions with a day from which each holds, by family of exams; what a family's exams are is the catalogue's.
 * The first versions: Microsoft exam retake policy (role-based), Certiport retake policy (MOS). A version stays as written.
 */
export const retakePoliciesMigration: Migration = {
  name: '2026-11-26-retake-policies',
  up: `
    create table retake_family(key text primary key check (key ~ '^[a-z][a-z0-9-]{1,39}$'), title text not null);
    create table retake_policy(
      family text not null references retake_family,
      valid_from date not null,
      wait_hours int[] not null check (cardinality(wait_hours) > 0 and 0 <= all(wait_hours)),
      counts_from text not null check (counts_from in ('start', 'end')),
      most_attempts int check (most_attempts > 0),
      span_months int check (span_months > 0),
      after_pass text not null check (after_pass in ('never', 'once-expired')),
      set_by text not null,
      primary key (family, valid_from),
      constraint retake_policy_limit check ((most_attempts is null) = (span_months is null))
    );
    insert into retake_family values
      ('mos', 'Microsoft Office Specialist'), ('role-based', 'Microsoft role-based and fundamentals');
    insert into retake_policy values
      ('mos', '2012-01-01', '{24,48}', 'start', null, null, 'never', 'migration'),
      ('role-based', '2012-01-01', '{24,336}', 'end', 5, 12, 'once-expired', 'migration');
    create trigger retake_policy_stays before update or delete on retake_policy
      for each row execute function refuse_change();

    alter table exam drop constraint exam_retake_policy_check;
    alter table exam add constraint exam_retake_family foreign key (retake_policy) references retake_family;
    -- How long a pass holds: role-based certifications for a year (Microsoft, certification renewal), others for good.
    alter table exam add column pass_months int check (pass_months > 0);
    update exam set pass_months = 12 where family = 'role-based';

    create table past_attempt(
      person_id uuid not null,
      exam_code text not null references exam,
      started_at timestamptz not null,
      score int not null check (score between 0 and 1000),
      source text not null,
      recorded_at timestamptz not null,
      recorded_by text not null,
      primary key (person_id, exam_code, started_at)
    );`,
};
