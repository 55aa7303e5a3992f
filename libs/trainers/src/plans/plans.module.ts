import { Module } from '@nestjs/common';
import { EventsModule } from '@takwin/platform/events';
import { TrainerRegisterModule } from '../trainers/trainer-register.module.js';
import { CompletePlanItemHandler } from './complete-plan-item.js';
import { CountUpskilledHandler } from './count-upskilled.js';
import { followCompletions, followPasses } from './follow-evidence.js';
import { PlanUpskillingHandler } from './plan-upskilling.js';
import { ProgrammeTrainersResolver } from './programme-trainers.resolver.js';
import { UpskillingPlanResolver } from './upskilling-plan.resolver.js';
import { UpskillingPlansController } from './upskilling-plans.controller.js';
import { WithdrawPlanItemHandler } from './withdraw-plan-item.js';

/** What a trainer is to learn. */
@Module({
  imports: [
    TrainerRegisterModule,
    EventsModule.follow('courses', { reactions: [followCompletions] }),
    EventsModule.follow('certifications', { reactions: [followPasses] }),
  ],
  controllers: [UpskillingPlansController],
  providers: [
    PlanUpskillingHandler,
    CompletePlanItemHandler,
    WithdrawPlanItemHandler,
    CountUpskilledHandler,
    UpskillingPlanResolver,
    ProgrammeTrainersResolver,
  ],
})
export class PlansModule {}
