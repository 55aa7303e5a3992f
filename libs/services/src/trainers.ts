import { CATALOGUE as catalogue } from '@takwin/contracts/refusals';
import { type ServiceApp, startService } from '@takwin/platform/service';
import { TrainersModule, trainersMigrations as migrations } from '@takwin/trainers';

export const app: ServiceApp = {
  name: 'trainers',
  schema: 'trainers',
  migrations,
  module: TrainersModule,
  start: (env) => startService({ name: 'trainers', module: TrainersModule, migrations, catalogue }, env),
};
