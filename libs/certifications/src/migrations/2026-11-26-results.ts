import type { Migration } from '@takwin/platform/postgres';

/** What results were recorded, in revisions that stay; what contradicted them; and the files that results came in. */
export const resultsMigration: Migration = {
  name: '2026-11-26-results',
  up: `
    create table result_revision(
      registration_id uuid not null references registration,
      revision int not null check (revision > 0),
      score int not null check (score between 0 and 1000),
      started_at timestamptz not null,
      outcome text not null check (outcome in ('passed', 'failed')),
      reason text,
      source text not null,
      recorded_at timestamptz not null,
      recorded_by text not null,
      primary key (registration_id, revision),
      constraint result_revision_reason check ((revision = 1) = (reason is null))
    );
    insert into result_revision(registration_id, revision, score, started_at, outcome, source, recorded_at, recorded_by)
      select id, 1, score, started_at, state, 'api', started_at, created_by from registration
      where state in ('passed', 'failed') and started_at is not null;
    create trigger result_revision_stays before update or delete on result_revision
      for each row execute function refuse_change();

    create table result_conflict(
      registration_id uuid not null references registration,
      score int not null,
      started_at timestamptz not null,
      source text not null,
      received_at timestamptz not null,
      received_by text not null,
      primary key (registration_id, score, started_at)
    );
    create index registration_seated on registration((upper(during))) where state in ('booked', 'sat');

    alter table held add column withdrawn_at timestamptz;

    create table result_import(
      id uuid primary key default gen_random_uuid(),
      state text not null default 'accepted' check (state in ('accepted', 'done', 'refused')),
      dry_run boolean not null,
      actor jsonb not null,
      file bytea not null,
      encoding text not null,
      header text[],
      code text,
      detail text,
      rows int not null default 0,
      accepted int not null default 0,
      rejected int not null default 0,
      persons int not null default 0,
      changes int not null default 0,
      accepted_at timestamptz not null,
      created_by text not null,
      idempotency_key text,
      request_hash text,
      constraint result_import_refused_has_code check ((state = 'refused') = (code is not null)),
      constraint result_import_idempotency unique (created_by, idempotency_key)
    );
    create index result_import_waiting on result_import(accepted_at) where state = 'accepted';
    create table result_import_rejected_row(
      import_id uuid not null references result_import on delete cascade,
      line int not null,
      code text not null,
      column_name text,
      reason text not null,
      cells text[] not null,
      primary key (import_id, line)
    );`,
};
