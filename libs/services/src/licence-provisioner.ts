import { LicenceProvisionerModule, licensingMigrations as migrations } from '@takwin/licensing';
import { CATALOGUE as catalogue } from '@takwin/contracts/refusals';
import { type ServiceApp, startService } from '@takwin/platform/service';

/** Carries out the runs against Microsoft Graph; any number may run side by side. */
export const app: ServiceApp = {
  name: 'licence-provisioner',
  start: (env) =>
    startService({ name: 'licence-provisioner', module: LicenceProvisionerModule, migrations, catalogue }, env),
};
