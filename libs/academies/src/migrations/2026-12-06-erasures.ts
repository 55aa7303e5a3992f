import type { Migration } from '@takwin/platform/postgres';

/** Who asks to be erased, one request at a time until it is decided, and what each service said of it. */
export const erasuresMigration: Migration = {
  name: '2026-12-06-erasures',
  up: `
    create table erasure(
      id uuid primary key default gen_random_uuid(),
      version int not null default 1,
      person_id uuid not null,
      former uuid[] not null default '{}',
      region text not null,
      academy_id uuid not null,
      kind text,
      reason text,
      keeps_credentials boolean not null,
      asked_by text,
      asked_at timestamptz not null,
      sought bytea,
      state text not null default 'open' check (state in ('open', 'refused', 'accepted', 'erasing', 'finished')),
      answer text,
      document text,
      decided_by text,
      decided_at timestamptz,
      finished_at timestamptz,
      constraint erasure_decided check ((state = 'open') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
      constraint erasure_finished check ((state = 'finished') = (finished_at is not null))
    );
    create unique index erasure_open on erasure(person_id) where state <> 'refused';
    create index erasure_of on erasure(person_id, id);
    create table erasure_report(
      person_id uuid, service text, version int not null, stage text not null, because text, told_at timestamptz not null,
      primary key (person_id, service)
    );`,
};
