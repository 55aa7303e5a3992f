import { Module } from '@nestjs/common';
import { CountCoursesHandler } from './count-courses.js';
import { CourseResolver } from './course.resolver.js';
import { CoursesController } from './courses.controller.js';
import { FindCoursesHandler } from './find-courses.js';
import { ProgrammeCoursesResolver } from './programme-courses.resolver.js';

/** The courses that there are. */
@Module({
  controllers: [CoursesController],
  providers: [FindCoursesHandler, CountCoursesHandler, CourseResolver, ProgrammeCoursesResolver],
  exports: [FindCoursesHandler],
})
export class CatalogueModule {}
