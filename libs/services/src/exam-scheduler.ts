import { certificationsMigrations as migrations, ExamSchedulerModule } from '@takwin/certifications';
import { CATALOGUE as catalogue } from '@takwin/contracts/refusals';
import { type ServiceApp, startService } from '@takwin/platform/service';

/** Books what was requested and signs what was earned; any number may run side by side. */
export const app: ServiceApp = {
  name: 'exam-scheduler',
  start: (env) => startService({ name: 'exam-scheduler', module: ExamSchedulerModule, migrations, catalogue }, env),
};
