import { Context, Mutation, Parent, Query, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth/actor';
import { batched, type GraphQLContext } from '@takwin/platform/graphql/batch';
import { By, Input, Open, Params, Runs } from '@takwin/platform/http/operation';
import type { TrainerView } from './trainer.js';
import { AddQualification, QualificationRecording } from '../qualifications/add-qualification.js';
import { AssessEligibility, EligibilityAssessment } from '../qualifications/assess-eligibility.js';
import { FindTrainer, FindTrainers, TrainerSearch } from './find-trainers.js';
import { CompletePlanItem, FindPlan, PlanUpskilling, UpskillingPlanning } from '../plans/plan-upskilling.js';
import { RegisterTrainer, TrainerRegistration } from './register-trainer.js';
import { Academy, Person, Trainer, TrainerEligibility, Trainers, UpskillingPlan } from '../graphql-types.js';

const WITH_PARENT = 'part of a trainer whom the caller was shown';

@Resolver(() => Trainer)
export class TrainerResolver {
  constructor(
    private readonly search: TrainerSearch,
    private readonly registration: TrainerRegistration,
    private readonly qualifications: QualificationRecording,
    private readonly assessment: EligibilityAssessment,
    private readonly planning: UpskillingPlanning,
  ) {}

  @Query(() => Trainers, { nullable: true })
  @Runs(FindTrainers)
  trainers(@By() actor: Actor, @Params(FindTrainers) query: FindTrainers) {
    return this.search.run(actor, query);
  }

  @Query(() => Trainer, { nullable: true })
  @Runs(FindTrainer)
  trainer(@By() actor: Actor, @Params(FindTrainer) query: FindTrainer) {
    return this.search.one(actor, query);
  }

  @ResolveReference()
  @Runs(FindTrainer)
  reference({ id }: { id: string }, context: GraphQLContext) {
    return batched(context, FindTrainer, this.search.byIds, id);
  }

  @ResolveField(() => Person, { nullable: true })
  @Open(WITH_PARENT)
  person(@Parent() { id }: TrainerView) {
    return { __typename: 'Person', id };
  }

  @ResolveField(() => Academy, { nullable: true })
  @Open(WITH_PARENT)
  academy(@Parent() { academyId }: TrainerView) {
    return { __typename: 'Academy', id: academyId };
  }

  @ResolveField(() => UpskillingPlan, { nullable: true })
  @Runs(FindPlan)
  upskillingPlan(@Parent() { id }: TrainerView, @Context() context: GraphQLContext) {
    return batched(context, FindPlan, this.planning.byTrainers, id);
  }

  @Query(() => TrainerEligibility, { nullable: true })
  @Runs(AssessEligibility)
  trainerEligibility(@By() actor: Actor, @Params(AssessEligibility) query: AssessEligibility) {
    return this.assessment.run(actor, query);
  }

  @Mutation(() => Trainer)
  @Runs(RegisterTrainer)
  registerTrainer(@By() actor: Actor, @Input(RegisterTrainer) command: RegisterTrainer) {
    return this.registration.run(actor, command);
  }

  @Mutation(() => Trainer)
  @Runs(AddQualification)
  addQualification(@By() actor: Actor, @Input(AddQualification) command: AddQualification) {
    return this.qualifications.run(actor, command);
  }

  @Mutation(() => UpskillingPlan)
  @Runs(PlanUpskilling)
  planUpskilling(@By() actor: Actor, @Input(PlanUpskilling) command: PlanUpskilling) {
    return this.planning.plan(actor, command);
  }

  @Mutation(() => UpskillingPlan)
  @Runs(CompletePlanItem)
  completePlanItem(@By() actor: Actor, @Input(CompletePlanItem) command: CompletePlanItem) {
    return this.planning.complete(actor, command);
  }
}
