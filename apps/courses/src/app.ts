import { courses, loadCoursesReference } from '@takwin/courses';
import { readEnv, ServiceEnv } from '@takwin/platform/config/env';
import type { ServiceApp } from '@takwin/platform/runner/app';
import { startDomain } from '@takwin/platform/runner/domain-service';

export const app: ServiceApp = {
  name: 'courses',
  schema: 'courses',
  migrations: courses.migrations,
  load: loadCoursesReference,
  doors: courses.doors,
  start: (env) => startDomain('courses', readEnv(ServiceEnv, env), env, courses),
};
