import type { Migration } from '@takwin/platform/postgres';

export const trainersMigration: Migration = {
  name: '2026-11-24-trainers',
  up: `
    create table trainer(
      id uuid primary key,
      academy_id uuid not null,
      region text not null,
      state text not null default 'active' check (state in ('active', 'left')),
      synthetic boolean not null default false,
      upskilling text not null default 'none' check (upskilling in ('none', 'planned', 'in-progress', 'completed')),
      upskilling_completed_on date,
      version int not null default 1,
      created_by text,
      idempotency_key text,
      request_hash text,
      constraint trainer_completed_has_day check ((upskilling = 'completed') = (upskilling_completed_on is not null)),
      constraint trainer_idempotency unique (created_by, idempotency_key)
    );
    create index trainer_academy on trainer(academy_id, id);
    create index trainer_region on trainer(region, id);

    create table qualification(
      id uuid primary key default gen_random_uuid(),
      trainer_id uuid not null references trainer,
      kind text not null check (kind in ('teach', 'proctor')),
      topic text,
      obtained_on date not null,
      expires_on date,
      evidence text not null,
      constraint qualification_topic check ((kind = 'teach') = (topic is not null)),
      constraint qualification_dates check (expires_on >= obtained_on),
      constraint qualification_once unique nulls not distinct (trainer_id, kind, topic, obtained_on)
    );

    create table plan_item(
      id uuid primary key default gen_random_uuid(),
      trainer_id uuid not null references trainer,
      kind text not null check (kind in ('course', 'exam')),
      ref text not null,
      due_on date not null,
      completed_on date,
      constraint plan_item_once unique (trainer_id, kind, ref)
    );`,
};
