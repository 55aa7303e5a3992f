import type { Migration } from '@takwin/platform/postgres';

/** Evaluations as they were sent: held until somebody other than their sender decides. */
export const literacyEvaluationsMigration: Migration = {
  name: '2026-11-29-literacy-evaluations',
  up: `
    create table literacy_evaluation(
      id uuid primary key default gen_random_uuid(),
      person_id uuid not null references literacy,
      score int not null check (score between 0 and 1000),
      state text not null check (state in ('held', 'accepted', 'rejected')),
      sent_at timestamptz not null,
      sent_by text not null,
      decided_at timestamptz,
      decided_by text,
      reason text,
      constraint literacy_evaluation_four_eyes check (decided_by <> sent_by),
      constraint literacy_evaluation_decided check ((state = 'held') = (decided_by is null)
        and (decided_by is null) = (decided_at is null) and (decided_by is null) = (reason is null))
    );
    create unique index literacy_evaluation_held_once on literacy_evaluation(person_id) where state = 'held';
    create index literacy_evaluation_sent on literacy_evaluation(state, sent_at, id);`,
};
