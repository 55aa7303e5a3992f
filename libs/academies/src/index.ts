import { readEnv } from '@takwin/platform/config/env';
import type { Domain } from '@takwin/platform/runner/domain-service';
import { AcademiesController, RoomsController } from './academies/academies.controller.js';
import { AcademyResolver } from './academies/academy.resolver.js';
import { ImportsController } from './rosters/imports.controller.js';
import { PersonResolver, PlacementResolver } from './persons/person.resolver.js';
import { PersonsController } from './persons/persons.controller.js';
import { workImports } from './workers.js';
import { CinKeys, CinVault } from './persons/cin.js';
import { academiesMigrations } from './migrations.js';
import { ImportAcceptance } from './rosters/accept-import.js';
import { AcademyChanging } from './academies/change-academy.js';
import { RoomChanging } from './rooms/change-room.js';
import { AcademyCount } from './academies/count-academies.js';
import { AcademySearch } from './academies/find-academies.js';
import { ImportSearch } from './rosters/find-import.js';
import { PersonSearch } from './persons/find-persons.js';
import { RoomOpening } from './rooms/open-room.js';
import { AcademyRegistration } from './academies/register-academy.js';
import { PersonRegistration } from './persons/register-person.js';

export { academiesMigrations };
export { AcademyCount } from './academies/count-academies.js';
export { loadAcademiesReference } from './load-reference.js';

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
