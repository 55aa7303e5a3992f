import { Module } from '@nestjs/common';
import {
  CoursesModule,
  coursesMigrations,
  loadCoursesReference,
  OfferingsWorkModule,
  coursesRetention,
  EraseLearner,
} from '@takwin/courses';
import { CATALOGUE as catalogue } from '@takwin/contracts/refusals';
import { type ServiceApp, startService } from '@takwin/platform/service';
import { retentionMigration } from '@takwin/platform/retention';
import { assignmentsMigration, withAssignments } from './assignments.js';
import { withErasure } from './erasure.js';
import { withRetention } from './retention.js';

/** The service and its own work in one process: a few offerings end on a day. */
@Module({ imports: [CoursesModule, OfferingsWorkModule] })
class CoursesAndTheirEnds {}

const migrations = [...coursesMigrations, assignmentsMigration, retentionMigration];

export const app: ServiceApp = {
  name: 'courses',
  schema: 'courses',
  migrations,
  load: loadCoursesReference,
  module: CoursesModule,
  start: (env) =>
    startService(
      {
        name: 'courses',
        module: withAssignments(
          withErasure('courses', withRetention('courses', CoursesAndTheirEnds, coursesRetention), EraseLearner),
        ),
        migrations,
        catalogue,
      },
      env,
    ),
};
