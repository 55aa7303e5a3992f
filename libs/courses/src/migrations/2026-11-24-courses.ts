import type { Migration } from '@takwin/platform/postgres';

export const coursesMigration: Migration = {
  name: '2026-11-24-courses',
  up: `
    create table course(
      id uuid primary key,
      code text not null constraint course_code unique,
      title_fr text,
      title_ar text,
      title_en text,
      hours double precision not null check (hours > 0),
      level text,
      topics text[] not null default '{}',
      source text not null,
      synthetic boolean not null default false,
      state text not null default 'catalogued' check (state in ('catalogued', 'retired')),
      units jsonb not null default '[]',
      words tsvector not null,
      digest text not null,
      version int not null default 1
    );
    create index course_words on course using gin(words);
    create index course_topics on course using gin(topics);

    create table offering(
      id uuid primary key default gen_random_uuid(),
      course_id uuid not null references course,
      academy_id uuid not null,
      region text not null,
      trainer_id uuid,
      starts_on date not null,
      ends_on date not null,
      seats int not null check (seats > 0),
      taken int not null default 0,
      state text not null default 'open' check (state in ('open', 'cancelled', 'finished')),
      version int not null default 1,
      created_by text not null,
      idempotency_key text,
      request_hash text,
      constraint offering_taken check (taken between 0 and seats),
      constraint offering_dates check (ends_on >= starts_on),
      constraint offering_idempotency unique (created_by, idempotency_key)
    );
    create index offering_course on offering(course_id);
    create index offering_academy on offering(academy_id, id);

    create table enrolment(
      id uuid primary key default gen_random_uuid(),
      person_id uuid not null,
      offering_id uuid not null references offering,
      academy_id uuid not null,
      region text not null,
      hours double precision not null default 0 check (hours >= 0),
      state text not null check (state in ('enrolled', 'waitlisted', 'completed', 'withdrawn')),
      queued bigint generated always as identity,
      version int not null default 1,
      created_by text not null,
      idempotency_key text
    );
    create unique index enrolment_active on enrolment(person_id, offering_id) where state <> 'withdrawn';
    create index enrolment_waiting on enrolment(offering_id, queued) where state = 'waitlisted';
    create index enrolment_person on enrolment(person_id, id);

    create table statement(
      id uuid primary key,
      person_id uuid not null,
      academy_id uuid not null,
      region text not null,
      enrolment_id uuid references enrolment,
      course_id uuid not null references course,
      verb text not null,
      during tstzrange not null,
      literacy boolean not null,
      digest text not null,
      recorded_by text not null
    );
    create index statement_person on statement(person_id);
    create index statement_enrolment on statement(enrolment_id);

    create table literacy(
      person_id uuid primary key,
      academy_id uuid not null,
      region text not null,
      hours double precision not null default 0,
      state text not null default 'in-progress' check (state in ('in-progress', 'evaluated', 'certified')),
      score int check (score between 0 and 1000),
      certified_on date,
      version int not null default 0,
      constraint literacy_certified_has_day check ((state = 'certified') = (certified_on is not null))
    );`,
};
