import type { ServiceApp } from '@takwin/platform/service/app';
import { startService } from '@takwin/platform/service/service';
import { TrainersModule, trainersMigrations as migrations } from '@takwin/trainers';

export const app: ServiceApp = {
  name: 'trainers',
  schema: 'trainers',
  migrations,
  module: TrainersModule,
  start: (env) => startService({ name: 'trainers', module: TrainersModule, migrations }, env),
};
