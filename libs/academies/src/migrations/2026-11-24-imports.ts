import type { Migration } from '@takwin/platform/postgres';

export const importsMigration: Migration = {
  name: '2026-11-24-imports',
  up: `
    create table import(
      id uuid primary key default gen_random_uuid(),
      kind text not null check (kind in ('konosys')),
      state text not null default 'accepted' check (state in ('accepted', 'done', 'refused')),
      dry_run boolean not null,
      actor jsonb not null,
      academy_id uuid,
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
      attempts int not null default 0,
      created_by text not null,
      idempotency_key text,
      request_hash text,
      constraint import_refused_has_code check ((state = 'refused') = (code is not null)),
      constraint import_idempotency unique (created_by, idempotency_key)
    );
    create index import_waiting on import(accepted_at) where state = 'accepted';

    create table import_rejected_row(
      import_id uuid not null references import on delete cascade,
      line int not null,
      code text not null,
      column_name text,
      reason text not null,
      cells text[] not null,
      primary key (import_id, line)
    );`,
};
