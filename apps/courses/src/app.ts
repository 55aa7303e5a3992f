import { CoursesModule, coursesMigrations as migrations, loadCoursesReference } from '@takwin/courses';
import type { ServiceApp } from '@takwin/platform/service/app';
import { startService } from '@takwin/platform/service/service';

export const app: ServiceApp = {
  name: 'courses',
  schema: 'courses',
  migrations,
  load: loadCoursesReference,
  module: CoursesModule,
  start: (env) => startService({ name: 'courses', module: CoursesModule, migrations }, env),
};
