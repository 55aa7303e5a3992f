import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { Mutation, Query } from '@takwin/platform/graphql';
import { By, Input, Params, Runs } from '@takwin/platform/http';
import { AddQualification, AddQualificationHandler } from './add-qualification.js';
import { AssessEligibility, AssessEligibilityHandler } from './assess-eligibility.js';
import { Trainer, TrainerEligibility } from '../graphql-types.js';

@Resolver()
export class QualificationResolver {
  constructor(
    private readonly qualifications: AddQualificationHandler,
    private readonly assessment: AssessEligibilityHandler,
  ) {}

  @Query(() => TrainerEligibility, { nullable: true })
  @Runs(AssessEligibility)
  trainerEligibility(@By() actor: Actor, @Params(AssessEligibility) query: AssessEligibility) {
    return this.assessment.run(actor, query);
  }

  @Mutation(() => Trainer)
  @Runs(AddQualification)
  addQualification(@By() actor: Actor, @Input(AddQualification) command: AddQualification) {
    return this.qualifications.run(actor, command);
  }
}
