import { serviceWithAdmin, type ServiceWithAdmin } from '@takwin/platform/testing';
import { CoursesModule } from '../courses.module.js';
import { loadCoursesReference } from '../load-reference.js';
import { coursesMigrations } from '../migrations.js';

/** The courses service with the catalogue that ships with it. */
export const coursesService = (): Promise<ServiceWithAdmin> =>
  serviceWithAdmin(CoursesModule, {
    schema: 'courses',
    migrations: coursesMigrations,
    reference: loadCoursesReference,
  });
