import { Controller, Get } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { AssessExamEligibility, AssessEligibilityHandler, ExamEligibilityView } from './assess-eligibility.js';

@Controller('v1/persons/:personId/exam-eligibility')
export class ExamEligibilityController {
  constructor(private readonly eligibility: AssessEligibilityHandler) {}

  @Get()
  @Runs(AssessExamEligibility, ExamEligibilityView)
  assess(@By() actor: Actor, @Request(AssessExamEligibility) query: AssessExamEligibility) {
    return this.eligibility.run(actor, query);
  }
}
