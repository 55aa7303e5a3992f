import type { Migration } from '@takwin/platform/postgres';

/** Which evaluation certified a person; of those who were certified before there were such, none. */
export const certifyingEvaluationsMigration: Migration = {
  name: '2026-11-29-certifying-evaluations',
  up: `
    alter table literacy add column evaluation_id uuid references literacy_evaluation;
    update literacy t set evaluation_id = (
      select id from literacy_evaluation n where n.person_id = t.person_id and n.state = 'accepted'
      order by decided_at desc limit 1)
    where state = 'certified';`,
};
