import { LicensingModule, licensingMigrations, loadLicensingReference } from '@takwin/licensing';
import { CATALOGUE as catalogue } from '@takwin/contracts/refusals';
import { type ServiceApp, startService } from '@takwin/platform/service';
import { assignmentsMigration, withAssignments } from './assignments.js';

const migrations = [...licensingMigrations, assignmentsMigration];

export const app: ServiceApp = {
  name: 'licensing',
  schema: 'licensing',
  migrations,
  load: loadLicensingReference,
  module: LicensingModule,
  start: (env) =>
    startService({ name: 'licensing', module: withAssignments(LicensingModule), migrations, catalogue }, env),
};
