import type { Migration } from '@takwin/platform/postgres';

/** Words that are never changed are emptied where their person is erased: in a transaction that says so, and by nothing else. */
const isChanged = `current_setting('takwin.erasing', true) is distinct from 'on'`;
const STAYS: readonly [trigger: string, table: string, when?: string][] = [
  ['exam_day_record_stays', 'exam_day_record'],
  ['exam_day_revocation_stays', 'exam_day_revocation'],
  ['result_revision_stays', 'result_revision'],
  ['charge_entry_stays', 'charge_entry'],
  ['appeal_stays_decided', 'appeal', `old.state <> 'open'`],
];

export const erasedWordsMigration: Migration = {
  name: '2026-12-06-erased-words',
  up: `
    ${STAYS.map(
      ([trigger, table, when = 'true']) => `
    create or replace trigger ${trigger} before update or delete on ${table} for each row
      when (${when} and ${isChanged}) execute function refuse_change();`,
    ).join('')}
    create or replace trigger past_attempt_revocation_stays before update on past_attempt_revocation for each row
      when (to_jsonb(old) - '{person_id,stated_of}'::text[] is distinct from to_jsonb(new) - '{person_id,stated_of}'::text[]
        and ${isChanged}) execute function refuse_change();`,
};
