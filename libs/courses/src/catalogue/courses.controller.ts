import { Controller, Get } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { CourseView } from './course.js';
import { FindCoursesHandler, FindCourse, FindCourses } from './find-courses.js';

@Controller('v1/courses')
export class CoursesController {
  constructor(private readonly search: FindCoursesHandler) {}

  @Get()
  @Runs(FindCourses, pageOf(CourseView))
  find(@By() actor: Actor, @Request(FindCourses) query: FindCourses) {
    return this.search.run(actor, query);
  }

  @Get(':id')
  @Runs(FindCourse, CourseView)
  one(@By() actor: Actor, @Request(FindCourse) query: FindCourse) {
    return this.search.one(actor, query);
  }
}
