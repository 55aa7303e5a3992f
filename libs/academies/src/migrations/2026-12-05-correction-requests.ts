import type { Migration } from '@takwin/platform/postgres';

/** What persons ask to have corrected of who they are: one at a time, until it is decided. */
export const correctionRequestsMigration: Migration = {
  name: '2026-12-05-correction-requests',
  up: `
    create table correction_request(
      id uuid primary key default gen_random_uuid(),
      version int not null default 1,
      person_id uuid not null,
      name jsonb,
      birth_date date,
      matricule text,
      cin_sealed bytea,
      reason text not null,
      document text,
      asked_by text not null,
      asked_at timestamptz not null,
      state text not null default 'open' check (state in ('open', 'accepted', 'refused')),
      answer text,
      decided_by text,
      decided_at timestamptz,
      constraint correction_request_decided check ((state = 'open') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
      constraint correction_request_asks check (num_nonnulls(name, birth_date, matricule, cin_sealed) > 0)
    );
    create unique index correction_request_open on correction_request(person_id) where state = 'open';
    create index correction_request_of on correction_request(person_id, id);`,
};
