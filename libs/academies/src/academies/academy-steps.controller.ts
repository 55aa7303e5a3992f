import { Controller, Get } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { AcademyStepView, DueDateView } from './academy-step.js';
import { FindAcademySteps, FindAcademyStepsHandler, FindDueDates } from './find-academy-steps.js';

@Controller('v1')
export class AcademyStepsController {
  constructor(private readonly search: FindAcademyStepsHandler) {}

  @Get('academy-steps')
  @Runs(FindAcademySteps, pageOf(AcademyStepView))
  find(@By() actor: Actor, @Request(FindAcademySteps) query: FindAcademySteps) {
    return this.search.run(actor, query);
  }

  @Get('due-dates')
  @Runs(FindDueDates, pageOf(DueDateView))
  due(@By() actor: Actor, @Request(FindDueDates) query: FindDueDates) {
    return this.search.due(actor, query);
  }
}
