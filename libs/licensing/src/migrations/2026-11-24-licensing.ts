import type { Migration } from '@takwin/platform/postgres';

export const licensingMigration: Migration = {
  name: '2026-11-24-licensing',
  up: `
    create table sku(
      id uuid primary key,
      part_number text not null,
      name text not null,
      audience text not null check (audience in ('student', 'faculty', 'alumni', 'any')),
      service_plans jsonb not null
    );

    create table seat_pool(
      sku_id uuid primary key references sku,
      seats int not null check (seats >= 0),
      used int not null default 0,
      synthetic boolean not null,
      constraint seat_pool_used check (used between 0 and seats)
    );

    create table run(
      id uuid primary key default gen_random_uuid(),
      sku_id uuid not null references seat_pool,
      action text not null check (action in ('assign', 'revoke')),
      state text not null default 'running' check (state in ('running', 'paused', 'cancelled', 'done')),
      region text,
      academy_id uuid,
      accepted_at timestamptz not null,
      ended_at timestamptz,
      version int not null default 1,
      created_by text not null,
      idempotency_key text,
      request_hash text,
      constraint run_idempotency unique (created_by, idempotency_key)
    );
    create index run_running on run(accepted_at) where state = 'running';

    create table outcome(
      run_id uuid not null references run,
      person_id uuid not null,
      sku_id uuid not null,
      academy_id uuid not null,
      region text not null,
      account text,
      state text not null check (state in ('reserved', 'calling', 'unknown', 'assigned', 'released', 'failed', 'cancelled')),
      reason text,
      attempts int not null default 0,
      holds_seat boolean not null default false,
      leased_until timestamptz,
      primary key (run_id, person_id),
      constraint outcome_failed_has_reason check (state <> 'failed' or reason is not null)
    );
    create unique index outcome_open on outcome(person_id, sku_id) where state in ('reserved', 'calling', 'unknown');
    create index outcome_todo on outcome(run_id, leased_until nulls first) where state in ('reserved', 'calling', 'unknown');

    create table licence(
      id uuid primary key default gen_random_uuid(),
      person_id uuid not null,
      sku_id uuid not null references sku,
      academy_id uuid not null,
      region text not null,
      state text not null check (state in ('assigned', 'released')),
      assigned_on date,
      version int not null default 1,
      constraint licence_once unique (person_id, sku_id)
    );
    create index licence_academy on licence(academy_id) where state = 'assigned';

    create table graph_budget(
      app text primary key,
      not_before timestamptz not null default '-infinity',
      window_from timestamptz not null default '-infinity',
      writes int not null default 0
    );`,
};
