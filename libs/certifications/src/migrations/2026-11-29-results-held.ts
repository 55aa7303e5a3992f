import type { Migration } from '@takwin/platform/postgres';

/** Every result that was sent: at once in force, or held until somebody other than its sender decides. */
export const resultsHeldMigration: Migration = {
  name: '2026-11-29-results-held',
  up: `
    alter table exam_rules add column result_tolerance_minutes int not null default 30
      check (result_tolerance_minutes between 0 and 240);

    create table result(
      id uuid primary key default gen_random_uuid(),
      registration_id uuid not null references registration,
      score int not null check (score between 0 and 1000),
      started_at timestamptz not null,
      correction text,
      state text not null check (state in ('held', 'accepted', 'rejected')),
      held_for text,
      source text not null,
      sent_at timestamptz not null,
      sent_by text not null,
      decided_at timestamptz,
      decided_by text,
      reason text,
      constraint result_held_why check (state = 'accepted' or held_for is not null),
      constraint result_four_eyes check (decided_by <> sent_by),
      constraint result_decided check ((decided_by is null) = (decided_at is null) and (decided_by is null) = (reason is null)),
      constraint result_undecided check (case state when 'held' then decided_by is null when 'rejected' then decided_by is not null else true end)
    );
    create unique index result_held_once on result(registration_id, score, started_at, (correction is null))
      where state = 'held';
    create index result_registration on result(registration_id, sent_at);
    create index result_sent on result(state, sent_at, id);
    insert into result(registration_id, score, started_at, correction, state, source, sent_at, sent_by)
      select registration_id, score, started_at, reason, 'accepted', source, recorded_at, recorded_by from result_revision;

    create index exam_day_record_registration on exam_day_record(registration_id) where registration_id is not null;
    alter table result_import add column held int not null default 0;`,
};
