import type { Migration } from '@takwin/platform/postgres';

/** Dated proofs of what an exam centre is ready in: recorded, confirmed by another than who did, withdrawn with a reason. */
export const readinessProofsMigration: Migration = {
  name: '2026-12-08-readiness-proofs',
  up: `
    create table readiness_proof(
      id uuid primary key default gen_random_uuid(),
      version int not null default 1,
      academy_id uuid not null references academy,
      kind text not null check (kind in ('machines', 'network', 'proctors', 'accessibility')),
      proven_on date not null,
      expires_on date not null,
      document text not null,
      state text not null check (state in ('recorded', 'confirmed', 'withdrawn')),
      recorded_by text not null,
      recorded_at timestamptz not null,
      confirmed_by text,
      confirmed_at timestamptz,
      withdrawn_by text,
      withdrawn_at timestamptz,
      withdrawn_reason text,
      constraint readiness_proof_days check (proven_on <= expires_on),
      constraint readiness_proof_confirmed check ((confirmed_by is null) = (confirmed_at is null) and (state <> 'confirmed' or confirmed_by is not null)),
      constraint readiness_proof_withdrawn check ((state = 'withdrawn') = (withdrawn_reason is not null))
    );
    create index readiness_proof_of on readiness_proof(academy_id, kind, expires_on);`,
};
