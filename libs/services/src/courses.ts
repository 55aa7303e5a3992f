import { Module } from '@nestjs/common';
import {
  CoursesModule,
  coursesMigrations as migrations,
  loadCoursesReference,
  OfferingsWorkModule,
} from '@takwin/courses';
import { CATALOGUE as catalogue } from '@takwin/contracts/refusals';
import { type ServiceApp, startService } from '@takwin/platform/service';

/** The service and its own work in one process: a few offerings end on a day. */
@Module({ imports: [CoursesModule, OfferingsWorkModule] })
class CoursesAndTheirEnds {}

export const app: ServiceApp = {
  name: 'courses',
  schema: 'courses',
  migrations,
  load: loadCoursesReference,
  module: CoursesModule,
  start: (env) => startService({ name: 'courses', module: CoursesAndTheirEnds, migrations, catalogue }, env),
};
