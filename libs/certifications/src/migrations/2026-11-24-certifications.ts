import type { Migration } from '@takwin/platform/postgres';

export const certificationsMigration: Migration = {
  name: '2026-11-24-certifications',
  up: `
    create extension if not exists btree_gist schema public;

    create table exam(
      code text primary key,
      title text not null,
      family text not null,
      minutes int not null check (minutes > 0),
      administration_minutes int not null check (administration_minutes >= 0),
      pass_mark int not null check (pass_mark between 0 and 1000),
      retake_policy text not null check (retake_policy in ('mos', 'role-based')),
      twins text[] not null
    );

    create table certification(
      id text primary key, title text not null, basis text not null, unreachable text
    );
    create table requirement(
      certification_id text not null references certification,
      alternative int not null,
      exam_code text not null references exam,
      primary key (certification_id, alternative, exam_code)
    );
    create index requirement_exam on requirement(exam_code);

    create table sitting(
      id uuid primary key default gen_random_uuid(),
      academy_id uuid not null,
      region text not null,
      room_id uuid not null,
      starts_at timestamptz not null,
      minutes int not null check (minutes between 15 and 600),
      during tstzrange not null,
      wall_time text not null,
      zone text not null,
      zone_rules text not null,
      seats int not null check (seats > 0),
      taken int not null default 0,
      exam_codes text[] not null default '{}',
      state text not null default 'open' check (state in ('open', 'cancelled')),
      version int not null default 1,
      created_by text not null,
      idempotency_key text,
      request_hash text,
      constraint sitting_taken check (taken between 0 and seats),
      constraint sitting_room exclude using gist (room_id with =, during with &&) where (state = 'open'),
      constraint sitting_idempotency unique (created_by, idempotency_key)
    );
    create index sitting_region on sitting(region, starts_at) where state = 'open';
    create index sitting_academy on sitting(academy_id, starts_at);
    create index sitting_start on sitting(starts_at, id);

    create table sitting_proctor(
      sitting_id uuid not null references sitting,
      proctor_id uuid not null,
      during tstzrange not null,
      primary key (sitting_id, proctor_id),
      constraint sitting_proctor_free exclude using gist (proctor_id with =, during with &&)
    );

    create table registration(
      id uuid primary key default gen_random_uuid(),
      person_id uuid not null,
      exam_code text not null references exam,
      academy_id uuid not null,
      region text not null,
      sitting_id uuid references sitting,
      during tstzrange,
      state text not null check (state in
        ('requested', 'booked', 'waitlisted', 'refused', 'cancelled', 'sat', 'passed', 'failed', 'no-show')),
      earliest timestamptz,
      latest timestamptz,
      wanted_academy_id uuid,
      consent boolean not null default false,
      started_at timestamptz,
      score int check (score between 0 and 1000),
      reason text,
      requested_at timestamptz not null,
      queued bigint generated always as identity,
      version int not null default 1,
      created_by text not null,
      idempotency_key text,
      request_hash text,
      constraint registration_place check ((state in ('booked', 'sat', 'passed', 'failed', 'no-show')) <= (sitting_id is not null)),
      constraint registration_score check ((state in ('passed', 'failed')) = (score is not null)),
      constraint registration_candidate exclude using gist (person_id with =, during with &&)
        where (state in ('booked', 'sat')),
      constraint registration_idempotency unique (created_by, idempotency_key)
    );
    create unique index registration_active on registration(person_id, exam_code)
      where state in ('requested', 'waitlisted', 'booked', 'sat');
    create index registration_requested on registration(queued) where state = 'requested';
    create index registration_waiting on registration(region, queued) where state = 'waitlisted';
    create index registration_person on registration(person_id, exam_code);
    create index registration_sitting on registration(sitting_id);

    create table held(
      id uuid primary key,
      person_id uuid not null,
      certification_id text not null references certification,
      academy_id uuid not null,
      region text not null,
      achieved_on date not null,
      version int not null default 1,
      constraint held_once unique (person_id, certification_id)
    );

    create table credential(
      id uuid primary key default gen_random_uuid(),
      person_id uuid not null,
      certification_id text not null references certification,
      academy_id uuid not null,
      region text not null,
      achieved_on date not null,
      state text not null default 'pending' check (state in ('pending', 'valid', 'revoked')),
      jwt text,
      issued_at timestamptz,
      revoked_at timestamptz,
      revoked_reason text,
      accepted_at timestamptz not null,
      version int not null default 1,
      constraint credential_signed check ((state = 'pending') = (jwt is null)),
      constraint credential_revoked check ((state = 'revoked') = (revoked_at is not null))
    );
    create unique index credential_current on credential(person_id, certification_id) where state <> 'revoked';
    create index credential_pending on credential(accepted_at) where state = 'pending';
    create index credential_person on credential(person_id);`,
};
