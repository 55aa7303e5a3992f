import type { Migration } from '@takwin/platform/postgres';
import { statedOfMigration } from '@takwin/platform/postgres';

const { name, up } = statedOfMigration(
  '2026-12-05-merged-learning',
  ['enrolment'],
  ['statement'],
  ['statement', 'enrolment_id'],
  ['literacy_evaluation'],
  ['offering', 'trainer_id'],
);

/** What goes to somebody else with a record that was merged; of evaluations one may wait of each record that the person had. */
export const mergedLearningMigration: Migration = {
  name,
  up: `${up}
    drop index literacy_evaluation_held_once;
    create unique index literacy_evaluation_held_once on literacy_evaluation(person_id, coalesce(stated_of, person_id))
      where state = 'held';`,
};
