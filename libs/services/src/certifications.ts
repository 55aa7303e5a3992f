import {
  CertificationsModule,
  certificationsMigrations,
  loadCertificationsReference,
  resealCertifications as reseal,
  certificationsRetention,
  EraseCandidate,
} from '@takwin/certifications';
import { CATALOGUE as catalogue } from '@takwin/contracts/refusals';
import { type ServiceApp, startService } from '@takwin/platform/service';
import { retentionMigration } from '@takwin/platform/retention';
import { assignmentsMigration, withAssignments } from './assignments.js';
import { VaultModule } from '@takwin/platform/vault';
import { withErasure } from './erasure.js';
import { withRetention } from './retention.js';

const migrations = [...certificationsMigrations, assignmentsMigration, retentionMigration];

export const app: ServiceApp = {
  name: 'certifications',
  schema: 'certifications',
  migrations,
  load: loadCertificationsReference,
  reseal,
  module: CertificationsModule,
  start: (env) =>
    startService(
      {
        name: 'certifications',
        module: withAssignments(
          withErasure(
            'certifications',
            withRetention('certifications', CertificationsModule, certificationsRetention),
            EraseCandidate,
            [VaultModule],
          ),
        ),
        migrations,
        catalogue,
      },
      env,
    ),
};
