import {
  CertificationsModule,
  certificationsMigrations,
  loadCertificationsReference,
  resealCertifications as reseal,
} from '@takwin/certifications';
import { CATALOGUE as catalogue } from '@takwin/contracts/refusals';
import { type ServiceApp, startService } from '@takwin/platform/service';
import { assignmentsMigration, withAssignments } from './assignments.js';

const migrations = [...certificationsMigrations, assignmentsMigration];

export const app: ServiceApp = {
  name: 'certifications',
  schema: 'certifications',
  migrations,
  load: loadCertificationsReference,
  reseal,
  module: CertificationsModule,
  start: (env) =>
    startService({ name: 'certifications', module: withAssignments(CertificationsModule), migrations, catalogue }, env),
};
