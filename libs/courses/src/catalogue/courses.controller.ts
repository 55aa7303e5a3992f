import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth/actor';
import { By, Request, Runs } from '@takwin/platform/http/operation';
import { pageOf } from '@takwin/platform/schema/page';
import { CourseView } from './course.js';
import { OfferingView } from '../offerings/offering.js';
import { CancelOffering, OfferingCancellation } from '../offerings/cancel-offering.js';
import { CourseSearch, FindCourse, FindCourses } from './find-courses.js';
import { FindOffering, FindOfferings, OfferingSearch } from '../offerings/find-offerings.js';
import { OfferingOpening, OpenOffering } from '../offerings/open-offering.js';

@Controller('v1/courses')
export class CoursesController {
  constructor(private readonly search: CourseSearch) {}

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

@Controller('v1/offerings')
export class OfferingsController {
  constructor(
    private readonly search: OfferingSearch,
    private readonly opening: OfferingOpening,
    private readonly cancellation: OfferingCancellation,
  ) {}

  @Get()
  @Runs(FindOfferings, pageOf(OfferingView))
  find(@By() actor: Actor, @Request(FindOfferings) query: FindOfferings) {
    return this.search.run(actor, query);
  }

  @Get(':id')
  @Runs(FindOffering, OfferingView)
  one(@By() actor: Actor, @Request(FindOffering) query: FindOffering) {
    return this.search.one(actor, query);
  }

  @Post()
  @Runs(OpenOffering, OfferingView, 201)
  open(@By() actor: Actor, @Request(OpenOffering) command: OpenOffering) {
    return this.opening.run(actor, command);
  }

  @Post(':id/cancel')
  @Runs(CancelOffering, OfferingView)
  cancel(@By() actor: Actor, @Request(CancelOffering) command: CancelOffering) {
    return this.cancellation.run(actor, command);
  }
}
