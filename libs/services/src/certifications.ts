import {
  CertificationsModule,
  certificationsMigrations as migrations,
  loadCertificationsReference,
} from '@takwin/certifications';
import { CATALOGUE as catalogue } from '@takwin/contracts/refusals';
import { type ServiceApp, startService } from '@takwin/platform/service';

export const app: ServiceApp = {
  name: 'certifications',
  schema: 'certifications',
  migrations,
  load: loadCertificationsReference,
  module: CertificationsModule,
  start: (env) => startService({ name: 'certifications', module: CertificationsModule, migrations, catalogue }, env),
};
