export { CoursesModule } from './courses.module.js';
export { OfferingsWorkModule } from './offerings/offerings-work.module.js';
export { coursesMigrations } from './migrations.js';
export { loadCoursesReference } from './load-reference.js';
export { coursesRetention } from './retention.js';
export { EraseLearner, coursesErased } from './erase-learner.js';
