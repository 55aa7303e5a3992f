import { checkLegalTime, certifications, loadCertificationsReference } from '@takwin/certifications';
import { readEnv, ServiceEnv } from '@takwin/platform/config/env';
import type { ServiceApp } from '@takwin/platform/runner/app';
import { startDomain } from '@takwin/platform/runner/domain-service';

export const app: ServiceApp = {
  name: 'certifications',
  schema: 'certifications',
  migrations: certifications.migrations,
  load: loadCertificationsReference,
  doors: certifications.doors,
  start(env) {
    checkLegalTime();
    return startDomain('certifications', readEnv(ServiceEnv, env), env, certifications);
  },
};
