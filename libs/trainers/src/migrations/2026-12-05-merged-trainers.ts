import { statedOfMigration } from '@takwin/platform/postgres';

/** What goes to somebody else with a record that was merged. */
export const mergedTrainersMigration = statedOfMigration(
  '2026-12-05-merged-trainers',
  ['qualification', 'trainer_id'],
  ['plan_item', 'trainer_id'],
  ['plan_item_withdrawn', 'trainer_id'],
);
