import type { Migration } from '@takwin/platform/postgres';

/** What proves that an item of a plan was learnt or passed. Those that were completed on a word stay so, without any. */
export const planEvidenceMigration: Migration = {
  name: '2026-11-29-plan-evidence',
  up: `
    alter table plan_item
      add column evidence_kind text constraint plan_item_evidence_kind
        check (evidence_kind in ('exam-passed', 'course-completed', 'document')),
      add column evidence_ref text,
      add column recorded_by text,
      add column recorded_at timestamptz,
      add constraint plan_item_evidence check ((evidence_kind is null) = (evidence_ref is null)
        and (evidence_kind is null or completed_on is not null)),
      add constraint plan_item_recorded check ((recorded_by is null) = (recorded_at is null)
        and coalesce(evidence_kind = 'document', false) = (recorded_by is not null)),
      add constraint plan_item_exam_is_passed check (kind = 'course' or evidence_kind is distinct from 'document');
    create index plan_item_evidence_ref on plan_item(evidence_ref);`,
};
