import type { Migration } from '@takwin/platform/postgres';

/** Appeals of results: one for each revision that a result has had, and what was decided of it. */
export const appealsMigration: Migration = {
  name: '2026-11-29-appeals',
  up: `
    alter table exam_rules add column appeal_days int not null default 30 check (appeal_days between 0 and 365);

    create table appeal(
      id uuid primary key default gen_random_uuid(),
      registration_id uuid not null,
      revision int not null,
      ground text not null,
      state text not null default 'open' check (state in ('open', 'accepted', 'rejected')),
      raised_at timestamptz not null,
      decided_at timestamptz,
      decided_by text,
      reason text,
      version int not null default 1,
      created_by text not null,
      idempotency_key text,
      request_hash text,
      foreign key (registration_id, revision) references result_revision,
      constraint appeal_once unique (registration_id, revision),
      constraint appeal_decided check ((state = 'open') = (decided_at is null)
        and (decided_at is null) = (decided_by is null) and (decided_at is null) = (reason is null)),
      constraint appeal_by_another check (decided_by <> created_by),
      constraint appeal_idempotency unique (created_by, idempotency_key)
    );
    create index appeal_open on appeal(id) where state = 'open';
    create trigger appeal_stays_decided before update or delete on appeal
      for each row when (old.state <> 'open') execute function refuse_change();`,
};
