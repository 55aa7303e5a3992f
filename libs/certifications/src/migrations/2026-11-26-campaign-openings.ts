import type { Migration } from '@takwin/platform/postgres';

/** Campaigns that open sittings: by which rules and in which academies, which they are, and which a dry run would open. */
export const campaignOpeningsMigration: Migration = {
  name: '2026-11-26-campaign-openings',
  up: `
    alter table campaign add column opening jsonb;
    alter table campaign add column opening_academies uuid[] not null default '{}';
    alter table sitting add column campaign_id uuid references campaign;
    create index sitting_campaign on sitting(campaign_id, starts_at, id) where campaign_id is not null;

    create table campaign_opening(
      campaign_id uuid not null references campaign,
      starts_at timestamptz not null,
      room_id uuid not null,
      academy_id uuid not null,
      minutes int not null,
      seats int not null check (seats > 0),
      proctors int not null check (proctors > 0),
      candidates int not null check (candidates > 0),
      primary key (campaign_id, starts_at, room_id)
    );`,
};
