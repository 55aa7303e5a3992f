import type { Migration } from '@takwin/platform/postgres';

/** What candidates are granted to sit exams as others do. Where the document lies is kept, and never what it says. */
export const accommodationsMigration: Migration = {
  name: '2026-11-29-accommodations',
  up: `
    create table accommodation(
      id uuid primary key default gen_random_uuid(),
      person_id uuid not null,
      exam_code text references exam,
      extra_minutes int not null check (extra_minutes between 0 and 240),
      extra_percent int not null check (extra_percent between 0 and 100),
      reader boolean not null,
      document text not null,
      state text not null default 'granted' check (state in ('granted', 'revoked')),
      granted_at timestamptz not null,
      revoked_at timestamptz,
      revoked_by text,
      created_by text not null,
      idempotency_key text,
      request_hash text,
      constraint accommodation_gives check (extra_minutes > 0 or extra_percent > 0 or reader),
      constraint accommodation_revoked check ((state = 'revoked') = (revoked_at is not null)),
      constraint accommodation_idempotency unique (created_by, idempotency_key)
    );
    create index accommodation_person on accommodation(person_id, id);`,
};
