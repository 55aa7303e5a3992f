import { checkLegalTime, examScheduler } from '@takwin/certifications';
import { readEnv, ServiceEnv } from '@takwin/platform/config/env';
import type { ServiceApp } from '@takwin/platform/runner/app';
import { startDomain } from '@takwin/platform/runner/domain-service';

/** Books what was requested and signs what was earned; any number may run side by side. */
export const app: ServiceApp = {
  name: 'exam-scheduler',
  start(env) {
    checkLegalTime();
    return startDomain('exam-scheduler', readEnv(ServiceEnv, env), env, examScheduler);
  },
};
