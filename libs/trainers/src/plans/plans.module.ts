import { Module } from '@nestjs/common';
import { TrainerRegisterModule } from '../trainers/trainer-register.module.js';
import { CountUpskilledHandler } from './count-upskilled.js';
import { PlanUpskillingHandler } from './plan-upskilling.js';
import { ProgrammeTrainersResolver } from './programme-trainers.resolver.js';
import { UpskillingPlanResolver } from './upskilling-plan.resolver.js';
import { UpskillingPlansController } from './upskilling-plans.controller.js';

/** What a trainer is to learn. */
@Module({
  imports: [TrainerRegisterModule],
  controllers: [UpskillingPlansController],
  providers: [PlanUpskillingHandler, CountUpskilledHandler, UpskillingPlanResolver, ProgrammeTrainersResolver],
})
export class PlansModule {}
