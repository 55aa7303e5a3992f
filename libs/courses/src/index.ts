export { CoursesModule } from './courses.module.js';
export { coursesMigrations } from './migrations.js';
export { loadCoursesReference } from './load-reference.js';
