import {
  LicensingModule,
  licensingMigrations,
  loadLicensingReference,
  licensingRetention,
  EraseHolder,
} from '@takwin/licensing';
import { CATALOGUE as catalogue } from '@takwin/contracts/refusals';
import { type ServiceApp, startService } from '@takwin/platform/service';
import { retentionMigration } from '@takwin/platform/retention';
import { assignmentsMigration, withAssignments } from './assignments.js';
import { withErasure } from './erasure.js';
import { withRetention } from './retention.js';

const migrations = [...licensingMigrations, assignmentsMigration, retentionMigration];

export const app: ServiceApp = {
  name: 'licensing',
  schema: 'licensing',
  migrations,
  load: loadLicensingReference,
  module: LicensingModule,
  start: (env) =>
    startService(
      {
        name: 'licensing',
        module: withAssignments(
          withErasure('licensing', withRetention('licensing', LicensingModule, licensingRetention), EraseHolder),
        ),
        migrations,
        catalogue,
      },
      env,
    ),
};
