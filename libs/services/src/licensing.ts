import { LicensingModule, licensingMigrations as migrations, loadLicensingReference } from '@takwin/licensing';
import { CATALOGUE as catalogue } from '@takwin/contracts/refusals';
import { type ServiceApp, startService } from '@takwin/platform/service';

export const app: ServiceApp = {
  name: 'licensing',
  schema: 'licensing',
  migrations,
  load: loadLicensingReference,
  module: LicensingModule,
  start: (env) => startService({ name: 'licensing', module: LicensingModule, migrations, catalogue }, env),
};
