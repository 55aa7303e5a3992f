import { licensing, loadLicensingReference } from '@takwin/licensing';
import { readEnv, ServiceEnv } from '@takwin/platform/config/env';
import type { ServiceApp } from '@takwin/platform/runner/app';
import { startDomain } from '@takwin/platform/runner/domain-service';

export const app: ServiceApp = {
  name: 'licensing',
  schema: 'licensing',
  migrations: licensing.migrations,
  load: loadLicensingReference,
  doors: licensing.doors,
  start: (env) => startDomain('licensing', readEnv(ServiceEnv, env), env, licensing),
};
