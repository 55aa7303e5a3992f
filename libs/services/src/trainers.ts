import { CATALOGUE as catalogue } from '@takwin/contracts/refusals';
import { type ServiceApp, startService } from '@takwin/platform/service';
import { TrainersModule, trainersMigrations, trainersRetention } from '@takwin/trainers';
import { retentionMigration } from '@takwin/platform/retention';
import { assignmentsMigration, withAssignments } from './assignments.js';
import { withRetention } from './retention.js';

const migrations = [...trainersMigrations, assignmentsMigration, retentionMigration];

export const app: ServiceApp = {
  name: 'trainers',
  schema: 'trainers',
  migrations,
  module: TrainersModule,
  start: (env) =>
    startService(
      {
        name: 'trainers',
        module: withAssignments(withRetention('trainers', TrainersModule, trainersRetention)),
        migrations,
        catalogue,
      },
      env,
    ),
};
