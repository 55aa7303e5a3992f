import { Controller, Get, Post, Put } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth/actor';
import { By, Request, Runs } from '@takwin/platform/http/operation';
import { pageOf } from '@takwin/platform/schema/page';
import { EligibilityView } from '../qualifications/eligibility.js';
import { TrainerView } from './trainer.js';
import { PlanView } from '../plans/plan.js';
import { AddQualification, QualificationRecording } from '../qualifications/add-qualification.js';
import { AssessEligibility, EligibilityAssessment } from '../qualifications/assess-eligibility.js';
import { FindTrainer, FindTrainers, TrainerSearch } from './find-trainers.js';
import { CompletePlanItem, FindPlan, PlanUpskilling, UpskillingPlanning } from '../plans/plan-upskilling.js';
import { RegisterTrainer, TrainerRegistration } from './register-trainer.js';

@Controller('v1/trainers')
export class TrainersController {
  constructor(
    private readonly search: TrainerSearch,
    private readonly registration: TrainerRegistration,
    private readonly qualifications: QualificationRecording,
    private readonly eligibility: EligibilityAssessment,
    private readonly upskilling: UpskillingPlanning,
  ) {}

  @Get()
  @Runs(FindTrainers, pageOf(TrainerView))
  find(@By() actor: Actor, @Request(FindTrainers) query: FindTrainers) {
    return this.search.run(actor, query);
  }

  @Get(':id')
  @Runs(FindTrainer, TrainerView)
  one(@By() actor: Actor, @Request(FindTrainer) query: FindTrainer) {
    return this.search.one(actor, query);
  }

  @Post()
  @Runs(RegisterTrainer, TrainerView, 201)
  register(@By() actor: Actor, @Request(RegisterTrainer) command: RegisterTrainer) {
    return this.registration.run(actor, command);
  }

  @Post(':trainerId/qualifications')
  @Runs(AddQualification, TrainerView, 201)
  qualify(@By() actor: Actor, @Request(AddQualification) command: AddQualification) {
    return this.qualifications.run(actor, command);
  }

  @Get(':trainerId/eligibility')
  @Runs(AssessEligibility, EligibilityView)
  assess(@By() actor: Actor, @Request(AssessEligibility) query: AssessEligibility) {
    return this.eligibility.run(actor, query);
  }

  @Get(':trainerId/upskilling-plan')
  @Runs(FindPlan, PlanView)
  plan(@By() actor: Actor, @Request(FindPlan) query: FindPlan) {
    return this.upskilling.find(actor, query);
  }

  @Put(':trainerId/upskilling-plan')
  @Runs(PlanUpskilling, PlanView)
  replacePlan(@By() actor: Actor, @Request(PlanUpskilling) command: PlanUpskilling) {
    return this.upskilling.plan(actor, command);
  }

  @Post(':trainerId/upskilling-plan/items/:itemId/complete')
  @Runs(CompletePlanItem, PlanView)
  complete(@By() actor: Actor, @Request(CompletePlanItem) command: CompletePlanItem) {
    return this.upskilling.complete(actor, command);
  }
}
