import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { Query } from '@takwin/platform/graphql';
import { By, Params, Runs } from '@takwin/platform/http';
import { AcademySteps, DueDates } from '../graphql-types.js';
import { FindAcademySteps, FindAcademyStepsHandler, FindDueDates } from './find-academy-steps.js';

@Resolver()
export class AcademyStepsResolver {
  constructor(private readonly search: FindAcademyStepsHandler) {}

  @Query(() => AcademySteps, { nullable: true })
  @Runs(FindAcademySteps)
  academySteps(@By() actor: Actor, @Params(FindAcademySteps) query: FindAcademySteps) {
    return this.search.run(actor, query);
  }

  @Query(() => DueDates, { nullable: true })
  @Runs(FindDueDates)
  dueDates(@By() actor: Actor, @Params(FindDueDates) query: FindDueDates) {
    return this.search.due(actor, query);
  }
}
