import { Module } from '@nestjs/common';
import { EventsModule } from '@takwin/platform/events';
import { FindTrainersHandler } from './find-trainers.js';
import { followPersons } from './follow-persons.js';
import { PersonTrainerResolver } from './person-trainer.resolver.js';
import { syntheticTrainers } from './register-synthetic-trainers.js';
import { RegisterTrainerHandler } from './register-trainer.js';
import { TrainerResolver } from './trainer.resolver.js';
import { TrainersController } from './trainers.controller.js';

/** Who is a trainer. */
@Module({
  imports: [EventsModule.follow('academies', { reactions: [syntheticTrainers, followPersons] })],
  controllers: [TrainersController],
  providers: [FindTrainersHandler, RegisterTrainerHandler, TrainerResolver, PersonTrainerResolver],
  exports: [FindTrainersHandler],
})
export class TrainerRegisterModule {}
