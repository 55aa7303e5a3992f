import type { Migration } from '@takwin/platform/postgres';

/** Attempts made elsewhere that were recorded by mistake: they no longer count, and stay to be read with who took them back, and why. */
export const pastAttemptRevocationsMigration: Migration = {
  name: '2026-11-30-past-attempt-revocations',
  up: `
    create table past_attempt_revocation(
      id bigint generated always as identity primary key,
      person_id uuid not null,
      exam_code text not null references exam,
      started_at timestamptz not null,
      score int not null,
      source text not null,
      recorded_at timestamptz not null,
      recorded_by text not null,
      reason text not null,
      revoked_at timestamptz not null,
      revoked_by text not null
    );
    create index past_attempt_revocation_person on past_attempt_revocation(person_id, exam_code, started_at);
    create trigger past_attempt_revocation_stays before update or delete on past_attempt_revocation
      for each row execute function refuse_change();`,
};
