import { LicensingModule, licensingMigrations as migrations, loadLicensingReference } from '@takwin/licensing';
import type { ServiceApp } from '@takwin/platform/service/app';
import { startService } from '@takwin/platform/service/service';

export const app: ServiceApp = {
  name: 'licensing',
  schema: 'licensing',
  migrations,
  load: loadLicensingReference,
  module: LicensingModule,
  start: (env) => startService({ name: 'licensing', module: LicensingModule, migrations }, env),
};
