import { Module } from '@nestjs/common';
import { CourseCount } from './count-courses.js';
import { CourseResolver } from './course.resolver.js';
import { CoursesController } from './courses.controller.js';
import { CourseSearch } from './find-courses.js';
import { ProgrammeCoursesResolver } from './programme-courses.resolver.js';

/** The courses that there are. */
@Module({
  controllers: [CoursesController],
  providers: [CourseSearch, CourseCount, CourseResolver, ProgrammeCoursesResolver],
  exports: [CourseSearch],
})
export class CatalogueModule {}
