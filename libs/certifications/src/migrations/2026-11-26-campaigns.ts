import type { Migration } from '@takwin/platform/postgres';

export const campaignsMigration: Migration = {
  name: '2026-11-26-campaigns',
  up: `
    create table campaign(
      id uuid primary key default gen_random_uuid(),
      exam_codes text[] not null,
      persons uuid[] not null,
      earliest timestamptz not null,
      latest timestamptz not null,
      consent boolean not null,
      dry_run boolean not null,
      anew boolean not null default false,
      state text not null default 'accepted' check (state in ('accepted', 'booking', 'done', 'cancelled')),
      requested int not null check (requested > 0),
      booked int not null default 0,
      waitlisted int not null default 0,
      refused int not null default 0,
      moved int not null default 0,
      gap double precision,
      steps int,
      days int,
      accepted_at timestamptz not null,
      touched_at timestamptz not null,
      finished_at timestamptz,
      version int not null default 1,
      created_by text not null,
      idempotency_key text,
      request_hash text,
      constraint campaign_window check (earliest <= latest),
      constraint campaign_decided check (booked + waitlisted + refused between 0 and requested),
      constraint campaign_idempotency unique (created_by, idempotency_key)
    );
    create index campaign_undone on campaign(touched_at) where state in ('accepted', 'booking');

    create table campaign_plan(
      campaign_id uuid not null references campaign,
      starts_at timestamptz not null,
      sitting_id uuid not null references sitting,
      exam_code text not null references exam,
      candidates int not null check (candidates > 0),
      primary key (campaign_id, starts_at, sitting_id, exam_code)
    );

    alter table registration add column campaign_id uuid references campaign;
    create unique index registration_campaign on registration(campaign_id, person_id, exam_code)
      where campaign_id is not null;`,
};
