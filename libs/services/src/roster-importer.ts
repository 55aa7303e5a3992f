import { academiesMigrations, RosterImporterModule } from '@takwin/academies';
import { CATALOGUE as catalogue } from '@takwin/contracts/refusals';
import { type ServiceApp, startService } from '@takwin/platform/service';
import { programmeMigrations } from '@takwin/programme';

const migrations = [...academiesMigrations, ...programmeMigrations];

/** Imports the rosters that were accepted; any number may run side by side. */
export const app: ServiceApp = {
  name: 'roster-importer',
  start: (env) => startService({ name: 'roster-importer', module: RosterImporterModule, migrations, catalogue }, env),
};
