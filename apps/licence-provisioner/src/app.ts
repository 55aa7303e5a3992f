import { licenceProvisioner } from '@takwin/licensing';
import { readEnv, ServiceEnv } from '@takwin/platform/config/env';
import type { ServiceApp } from '@takwin/platform/runner/app';
import { startDomain } from '@takwin/platform/runner/domain-service';

/** Carries out the runs against Microsoft Graph; any number may run side by side. */
export const app: ServiceApp = {
  name: 'licence-provisioner',
  start: (env) => startDomain('licence-provisioner', readEnv(ServiceEnv, env), env, licenceProvisioner),
};
