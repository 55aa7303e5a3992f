import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { TrainerView } from './trainer.js';
import { FindTrainer, FindTrainers, FindTrainersHandler } from './find-trainers.js';
import { RegisterTrainer, RegisterTrainerHandler } from './register-trainer.js';

@Controller('v1/trainers')
export class TrainersController {
  constructor(
    private readonly search: FindTrainersHandler,
    private readonly registration: RegisterTrainerHandler,
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
}
