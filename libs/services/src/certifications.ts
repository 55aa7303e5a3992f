import {
  CertificationsModule,
  certificationsMigrations as migrations,
  loadCertificationsReference,
} from '@takwin/certifications';
import { type ServiceApp, startService } from '@takwin/platform/service';

export const app: ServiceApp = {
  name: 'certifications',
  schema: 'certifications',
  migrations,
  load: loadCertificationsReference,
  module: CertificationsModule,
  start: (env) => startService({ name: 'certifications', module: CertificationsModule, migrations }, env),
};
