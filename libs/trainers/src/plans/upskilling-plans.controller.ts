import { Controller, Get, Post, Put } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { PlanView } from './plan.js';
import { CompletePlanItem, CompletePlanItemHandler } from './complete-plan-item.js';
import { WithdrawPlanItem, WithdrawPlanItemHandler } from './withdraw-plan-item.js';
import { FindPlan, PlanUpskilling, PlanUpskillingHandler } from './plan-upskilling.js';

@Controller('v1/trainers/:trainerId/upskilling-plan')
export class UpskillingPlansController {
  constructor(
    private readonly upskilling: PlanUpskillingHandler,
    private readonly completing: CompletePlanItemHandler,
    private readonly withdrawal: WithdrawPlanItemHandler,
  ) {}

  @Get()
  @Runs(FindPlan, PlanView)
  plan(@By() actor: Actor, @Request(FindPlan) query: FindPlan) {
    return this.upskilling.find(actor, query);
  }

  @Put()
  @Runs(PlanUpskilling, PlanView)
  replacePlan(@By() actor: Actor, @Request(PlanUpskilling) command: PlanUpskilling) {
    return this.upskilling.plan(actor, command);
  }

  @Post('items/:itemId/complete')
  @Runs(CompletePlanItem, PlanView)
  complete(@By() actor: Actor, @Request(CompletePlanItem) command: CompletePlanItem) {
    return this.completing.run(actor, command);
  }

  @Post('items/:itemId/withdraw')
  @Runs(WithdrawPlanItem, PlanView)
  withdraw(@By() actor: Actor, @Request(WithdrawPlanItem) command: WithdrawPlanItem) {
    return this.withdrawal.run(actor, command);
  }
}
