import { CoursesModule, coursesMigrations as migrations, loadCoursesReference } from '@takwin/courses';
import { type ServiceApp, startService } from '@takwin/platform/service';

export const app: ServiceApp = {
  name: 'courses',
  schema: 'courses',
  migrations,
  load: loadCoursesReference,
  module: CoursesModule,
  start: (env) => startService({ name: 'courses', module: CoursesModule, migrations }, env),
};
