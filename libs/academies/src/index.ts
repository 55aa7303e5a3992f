import { readEnv } from '@takwin/platform/config/env';
import type { Domain } from '@takwin/platform/runner/domain-service';
import { AcademiesController, RoomsController } from './entrypoints/academies.controller.js';
import { AcademyResolver } from './entrypoints/academy.resolver.js';
import { ImportsController } from './entrypoints/imports.controller.js';
import { PersonResolver, PlacementResolver } from './entrypoints/person.resolver.js';
import { PersonsController } from './entrypoints/persons.controller.js';
import { workImports } from './entrypoints/workers.js';
import { CinKeys, CinVault } from './person/cin.js';
import { academiesMigrations } from './storage/migrations.js';
import { ImportAcceptance } from './use-cases/accept-import.js';
import { AcademyChanging } from './use-cases/change-academy.js';
import { RoomChanging } from './use-cases/change-room.js';
import { AcademyCount } from './use-cases/count-academies.js';
import { AcademySearch } from './use-cases/find-academies.js';
import { ImportSearch } from './use-cases/find-import.js';
import { PersonSearch } from './use-cases/find-persons.js';
import { RoomOpening } from './use-cases/open-room.js';
import { AcademyRegistration } from './use-cases/register-academy.js';
import { PersonRegistration } from './use-cases/register-person.js';

export { academiesMigrations };
export { AcademyCount } from './use-cases/count-academies.js';
export { loadAcademiesReference } from './use-cases/load-reference.js';

function vaultOf(env: NodeJS.ProcessEnv): CinVault {
  const { CIN_ENCRYPTION_KEY, CIN_HASH_KEY } = readEnv(CinKeys, env);
  return new CinVault(CIN_ENCRYPTION_KEY, CIN_HASH_KEY);
}

/** The registers of academies and persons, and the rosters that fill them. */
export const academies: Domain = {
  doors: {
    controllers: [AcademiesController, RoomsController, PersonsController, ImportsController],
    resolvers: [AcademyResolver, PersonResolver, PlacementResolver],
    providers: [
      AcademySearch,
      AcademyRegistration,
      AcademyChanging,
      RoomOpening,
      RoomChanging,
      AcademyCount,
      PersonSearch,
      PersonRegistration,
      ImportAcceptance,
      ImportSearch,
    ],
    streams: ['text/csv', 'application/csv', 'application/octet-stream'],
  },
  migrations: academiesMigrations,
  given: (env) => [[CinVault, vaultOf(env)]],
};

/** What imports the rosters; any number of processes may. */
export const rosterImporter: Domain = {
  migrations: academiesMigrations,
  work: async ({ source, ...at }) => workImports(at, vaultOf(source)),
};
