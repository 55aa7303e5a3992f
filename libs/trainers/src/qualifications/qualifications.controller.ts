import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { EligibilityView } from './eligibility.js';
import { TrainerView } from '../trainers/trainer.js';
import { AddQualification, AddQualificationHandler } from './add-qualification.js';
import { AssessEligibility, AssessEligibilityHandler } from './assess-eligibility.js';

@Controller('v1/trainers/:trainerId')
export class QualificationsController {
  constructor(
    private readonly qualifications: AddQualificationHandler,
    private readonly eligibility: AssessEligibilityHandler,
  ) {}

  @Post('qualifications')
  @Runs(AddQualification, TrainerView, 201)
  qualify(@By() actor: Actor, @Request(AddQualification) command: AddQualification) {
    return this.qualifications.run(actor, command);
  }

  @Get('eligibility')
  @Runs(AssessEligibility, EligibilityView)
  assess(@By() actor: Actor, @Request(AssessEligibility) query: AssessEligibility) {
    return this.eligibility.run(actor, query);
  }
}
