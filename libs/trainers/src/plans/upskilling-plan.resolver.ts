import { Context, Parent, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { batched, type GraphQLContext, Mutation, ResolveField } from '@takwin/platform/graphql';
import { By, Input, Runs } from '@takwin/platform/http';
import type { TrainerView } from '../trainers/trainer.js';
import { CompletePlanItem, CompletePlanItemHandler } from './complete-plan-item.js';
import { WithdrawPlanItem, WithdrawPlanItemHandler } from './withdraw-plan-item.js';
import { FindPlan, PlanUpskilling, PlanUpskillingHandler } from './plan-upskilling.js';
import { Trainer, UpskillingPlan } from '../graphql-types.js';

@Resolver(() => Trainer)
export class UpskillingPlanResolver {
  constructor(
    private readonly planning: PlanUpskillingHandler,
    private readonly completing: CompletePlanItemHandler,
    private readonly withdrawal: WithdrawPlanItemHandler,
  ) {}

  @ResolveField(() => UpskillingPlan, { nullable: true })
  @Runs(FindPlan)
  upskillingPlan(@Parent() { id }: TrainerView, @Context() context: GraphQLContext) {
    return batched(context, FindPlan, this.planning.byTrainers, id);
  }

  @Mutation(() => UpskillingPlan)
  @Runs(PlanUpskilling)
  planUpskilling(@By() actor: Actor, @Input(PlanUpskilling) command: PlanUpskilling) {
    return this.planning.plan(actor, command);
  }

  @Mutation(() => UpskillingPlan)
  @Runs(CompletePlanItem)
  completePlanItem(@By() actor: Actor, @Input(CompletePlanItem) command: CompletePlanItem) {
    return this.completing.run(actor, command);
  }

  @Mutation(() => UpskillingPlan)
  @Runs(WithdrawPlanItem)
  withdrawPlanItem(@By() actor: Actor, @Input(WithdrawPlanItem) command: WithdrawPlanItem) {
    return this.withdrawal.run(actor, command);
  }
}
