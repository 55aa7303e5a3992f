import { academies, academiesMigrations, AcademyCount, loadAcademiesReference } from '@takwin/academies';
import { readEnv, ServiceEnv } from '@takwin/platform/config/env';
import type { ServiceApp } from '@takwin/platform/runner/app';
import { startDomain, type Domain } from '@takwin/platform/runner/domain-service';
import { AccreditedAcademies, programme, programmeMigrations } from '@takwin/programme';

/** The registers and the scoreboard in one process: the scoreboard is small, and both are read together. */
const domain: Domain = {
  doors: {
    controllers: [...academies.doors!.controllers!, ...programme.doors!.controllers!],
    resolvers: [...academies.doors!.resolvers!, ...programme.doors!.resolvers!],
    providers: [
      ...academies.doors!.providers!,
      ...programme.doors!.providers!,
      { provide: AccreditedAcademies, useExisting: AcademyCount },
    ],
    streams: academies.doors!.streams,
  },
  follows: programme.follows,
  given: academies.given,
  migrations: [...academiesMigrations, ...programmeMigrations],
};

export const app: ServiceApp = {
  name: 'academies',
  schema: 'academies',
  migrations: domain.migrations,
  load: loadAcademiesReference,
  doors: domain.doors,
  start: (env) => startDomain('academies', readEnv(ServiceEnv, env), env, domain),
};
