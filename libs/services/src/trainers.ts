import { CATALOGUE as catalogue } from '@takwin/contracts/refusals';
import { type ServiceApp, startService } from '@takwin/platform/service';
import { TrainersModule, trainersMigrations } from '@takwin/trainers';
import { assignmentsMigration, withAssignments } from './assignments.js';

const migrations = [...trainersMigrations, assignmentsMigration];

export const app: ServiceApp = {
  name: 'trainers',
  schema: 'trainers',
  migrations,
  module: TrainersModule,
  start: (env) =>
    startService({ name: 'trainers', module: withAssignments(TrainersModule), migrations, catalogue }, env),
};
