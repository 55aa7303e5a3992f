import { Module } from '@nestjs/common';
import {
  academiesEntities as entities,
  academiesMigrations,
  AcademiesModule,
  CountAcademiesHandler,
  loadAcademiesReference,
  resealAcademies as reseal,
  academiesRetention,
  EraseRegister,
  CinVaultModule,
} from '@takwin/academies';
import { CATALOGUE as catalogue } from '@takwin/contracts/refusals';
import { type ServiceApp, startService } from '@takwin/platform/service';
import { programmeMigrations, ProgrammeModule } from '@takwin/programme';
import { erasureMigration } from '@takwin/platform/erasure';
import { retentionMigration } from '@takwin/platform/retention';
import { assignmentsMigration, withAssignments } from './assignments.js';
import { withErasure } from './erasure.js';
import { withRetention } from './retention.js';

/** The registers and the scoreboard in one process: the scoreboard is small, and both are read together. */
@Module({ imports: [AcademiesModule, ProgrammeModule.recountedBy(AcademiesModule, CountAcademiesHandler)] })
class RegistersAndScoreboard {}

const migrations = [
  ...academiesMigrations,
  ...programmeMigrations,
  assignmentsMigration,
  retentionMigration,
  erasureMigration,
];

export const app: ServiceApp = {
  name: 'academies',
  schema: 'academies',
  migrations,
  load: loadAcademiesReference,
  reseal,
  module: RegistersAndScoreboard,
  start: (env) =>
    startService(
      {
        name: 'academies',
        module: withAssignments(
          withErasure(
            'academies',
            withRetention('academies', RegistersAndScoreboard, academiesRetention),
            EraseRegister,
            [CinVaultModule],
          ),
        ),
        migrations,
        entities,
        catalogue,
      },
      env,
    ),
};
