import { CONVENTION } from '@takwin/contracts/convention';
import type { Migration } from '@takwin/platform/postgres';

/**
 * When an item was agreed, by whom, and from which day on meeting it comes after that: of those of before nobody kept it, and they
 * count as agreed with the convention. Items that were withdrawn stay told.
 */
export const planAgreementsMigration: Migration = {
  name: '2026-11-29-plan-agreements',
  up: `
    alter table plan_item
      add column agreed_at timestamptz,
      add column agreed_by text,
      add column counts_from date not null default '${CONVENTION.startsOn}';
    create table plan_item_withdrawn(
      id uuid primary key,
      trainer_id uuid not null references trainer,
      kind text not null,
      ref text not null,
      due_on date not null,
      agreed_at timestamptz,
      agreed_by text,
      withdrawn_at timestamptz not null,
      withdrawn_by text not null,
      reason text not null,
      constraint plan_item_withdrawn_four_eyes check (withdrawn_by <> agreed_by)
    );
    create index plan_item_withdrawn_trainer on plan_item_withdrawn(trainer_id, withdrawn_at);`,
};
