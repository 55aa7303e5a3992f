import type { Domain } from '@takwin/platform/runner/domain-service';
import { PersonTrainerResolver, ProgrammeTrainersResolver } from './entrypoints/contributions.resolver.js';
import { TrainerResolver } from './entrypoints/trainer.resolver.js';
import { Academy, Person, Programme } from './entrypoints/types.js';
import { TrainersController } from './entrypoints/trainers.controller.js';
import { academyCopy, courseCopy, personCopy } from './storage/copies.js';
import { syntheticTrainers } from './storage/synthetic-trainers.js';
import { trainersMigrations } from './storage/migrations.js';
import { QualificationRecording } from './use-cases/add-qualification.js';
import { EligibilityAssessment } from './use-cases/assess-eligibility.js';
import { UpskilledCount } from './use-cases/count-upskilled.js';
import { TrainerSearch } from './use-cases/find-trainers.js';
import { UpskillingPlanning } from './use-cases/plan-upskilling.js';
import { TrainerRegistration } from './use-cases/register-trainer.js';

export { trainersMigrations };

/** The register of trainers: what they may teach and proctor, and what they are to learn. */
export const trainers: Domain = {
  doors: {
    controllers: [TrainersController],
    resolvers: [TrainerResolver, PersonTrainerResolver, ProgrammeTrainersResolver],
    entities: [Person, Academy, Programme],
    providers: [
      TrainerSearch,
      TrainerRegistration,
      QualificationRecording,
      EligibilityAssessment,
      UpskillingPlanning,
      UpskilledCount,
    ],
  },
  migrations: trainersMigrations,
  follows: { academies: [academyCopy, personCopy, syntheticTrainers], courses: [courseCopy] },
};
