import { systemActor } from '@takwin/platform/auth';
import type { Database } from '@takwin/platform/postgres';
import { catalogueCourses } from './catalogue/course.writer.js';
import { courses } from './catalogue/reference/courses.js';

/** Loads the catalogue that ships with the product. */
export async function loadCoursesReference(db: Database): Promise<void> {
  await db.asActor(systemActor('reference'), (tx) => catalogueCourses(tx, courses()));
}
