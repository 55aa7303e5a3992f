import { readEnv, ServiceEnv } from '@takwin/platform/config/env';
import type { ServiceApp } from '@takwin/platform/runner/app';
import { startDomain } from '@takwin/platform/runner/domain-service';
import { trainers } from '@takwin/trainers';

export const app: ServiceApp = {
  name: 'trainers',
  schema: 'trainers',
  migrations: trainers.migrations,
  doors: trainers.doors,
  start: (env) => startDomain('trainers', readEnv(ServiceEnv, env), env, trainers),
};
