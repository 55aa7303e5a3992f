import type { Domain } from '@takwin/platform/runner/domain-service';
import { PersonTrainerResolver, ProgrammeTrainersResolver } from './trainers/contributions.resolver.js';
import { TrainerResolver } from './trainers/trainer.resolver.js';
import { Academy, Person, Programme } from './graphql-types.js';
import { TrainersController } from './trainers/trainers.controller.js';
import { academyCopy, courseCopy, personCopy } from './copies.js';
import { syntheticTrainers } from './trainers/register-synthetic-trainers.js';
import { trainersMigrations } from './migrations.js';
import { QualificationRecording } from './qualifications/add-qualification.js';
import { EligibilityAssessment } from './qualifications/assess-eligibility.js';
import { UpskilledCount } from './plans/count-upskilled.js';
import { TrainerSearch } from './trainers/find-trainers.js';
import { UpskillingPlanning } from './plans/plan-upskilling.js';
import { TrainerRegistration } from './trainers/register-trainer.js';

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
