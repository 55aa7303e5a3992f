import type { Migration } from '@takwin/platform/postgres';

/** What proves that an item of a plan was learnt or passed. Those that were completed on a word stay so, without any. */
export const planEvidenceMigration: Migration = {
  name: '2026-11-29-plan-evidence',
  up: `
    alter table plan_item
      add column evidence_kind text,
      add column evidence_ref text,
      add column recorded_by text,
      add column recorded_at timestamptz;
    create index plan_item_evidence_ref on plan_item(evidence_ref);`,
};
