import { academiesMigrations, rosterImporter } from '@takwin/academies';
import { readEnv, ServiceEnv } from '@takwin/platform/config/env';
import type { ServiceApp } from '@takwin/platform/runner/app';
import { startDomain } from '@takwin/platform/runner/domain-service';
import { programmeMigrations } from '@takwin/programme';

const domain = { ...rosterImporter, migrations: [...academiesMigrations, ...programmeMigrations] };

/** Imports the rosters that were accepted; any number may run side by side. */
export const app: ServiceApp = {
  name: 'roster-importer',
  start: (env) => startDomain('roster-importer', readEnv(ServiceEnv, env), env, domain),
};
