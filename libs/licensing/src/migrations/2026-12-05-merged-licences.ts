import { statedOfMigration } from '@takwin/platform/postgres';

/** What goes to somebody else with a record that was merged; what became of whom in a run stays told of the record that was in it. */
export const mergedLicencesMigration = statedOfMigration(
  '2026-12-05-merged-licences',
  ['licence'],
  ['entitlement'],
  ['initial_secret'],
);
