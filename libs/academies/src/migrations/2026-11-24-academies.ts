import type { Migration } from '@takwin/platform/postgres';

export const academiesMigration: Migration = {
  name: '2026-11-24-academies',
  up: `
    create table region(
      code text primary key, name_fr text not null, name_ar text not null, population int not null
    );
    create table province(
      code text primary key,
      region text not null references region,
      name_fr text not null,
      name_ar text not null,
      kind text not null,
      population int not null,
      part_of text references province,
      constraint province_region unique (code, region)
    );

    create table academy(
      id uuid primary key default gen_random_uuid(),
      code text not null constraint academy_code unique,
      name_fr text not null,
      name_ar text,
      kind text not null,
      profile text not null check (profile in ('ordinary', 'prison', 'offline', 'minors')),
      state text not null default 'candidate' check (state in ('candidate', 'accredited', 'suspended', 'closed')),
      region text not null references region,
      province text not null,
      city text not null,
      accredited_on date,
      membership_until date,
      names text not null,
      version int not null default 1,
      created_by text not null,
      idempotency_key text,
      request_hash text,
      constraint academy_place foreign key (province, region) references province(code, region),
      constraint academy_accredited_has_day check (state <> 'accredited' or accredited_on is not null),
      constraint academy_idempotency unique (created_by, idempotency_key)
    );
    create index academy_region on academy(region, code);

    create table room(
      id uuid primary key default gen_random_uuid(),
      academy_id uuid not null references academy,
      code text not null,
      seats int not null check (seats between 1 and 500),
      synthetic boolean not null default false,
      state text not null default 'open' check (state in ('open', 'closed')),
      version int not null default 1,
      created_by text not null,
      idempotency_key text,
      request_hash text,
      constraint room_code unique (academy_id, code),
      constraint room_idempotency unique (created_by, idempotency_key)
    );

    create table person(
      id uuid primary key default gen_random_uuid(),
      kind text not null check (kind in ('trainee', 'trainer', 'staff')),
      matricule text constraint person_matricule unique check (matricule ~ '^[0-9]{13}$'),
      cin_hash bytea constraint person_cin unique,
      cin_sealed bytea,
      family_fr text not null,
      given_fr text not null,
      family_ar text,
      given_ar text,
      birth_date date,
      sex text check (sex in ('F', 'M')),
      state text not null default 'active' check (state in ('active', 'inactive')),
      synthetic boolean not null default false,
      academy_id uuid not null references academy,
      region text not null references region,
      version int not null default 1,
      created_by text not null,
      idempotency_key text,
      request_hash text,
      constraint person_cin_whole check ((cin_hash is null) = (cin_sealed is null)),
      constraint person_idempotency unique (created_by, idempotency_key)
    );
    create index person_academy on person(academy_id);
    create index person_name_birth on person(lower(family_fr), birth_date);

    create table placement(
      id bigint generated always as identity primary key,
      person_id uuid not null references person,
      academy_id uuid not null references academy,
      region text not null,
      group_code text,
      filiere text,
      level text,
      year int,
      state text not null default 'active' check (state in ('active', 'ended')),
      constraint placement_once unique nulls not distinct (person_id, academy_id, group_code, year)
    );
    create index placement_academy on placement(academy_id);`,
};
