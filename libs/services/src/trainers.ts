import { CATALOGUE as catalogue } from '@takwin/contracts/refusals';
import { type ServiceApp, startService } from '@takwin/platform/service';
import { EraseTrainer, TrainersModule, trainersMigrations, trainersRetention } from '@takwin/trainers';
import { retentionMigration } from '@takwin/platform/retention';
import { assignmentsMigration, withAssignments } from './assignments.js';
import { withErasure } from './erasure.js';
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
        module: withAssignments(
          withErasure('trainers', withRetention('trainers', TrainersModule, trainersRetention), EraseTrainer),
        ),
        migrations,
        catalogue,
      },
      env,
    ),
};
