import type { Domain } from '@takwin/platform/runner/domain-service';
import { ProgrammeController } from './entrypoints/programme.controller.js';
import { ProgrammeResolver } from './entrypoints/programme.resolver.js';
import { follows } from './storage/follows.js';
import { programmeMigrations } from './storage/migrations.js';
import { ProgrammeReading } from './use-cases/read-programme.js';
import { TargetSetting } from './use-cases/set-target.js';

export { AccreditedAcademies } from './use-cases/count-accredited-academies.js';
export { programmeMigrations };

/** The convention's scoreboard, projected from what all five services publish. */
export const programme: Domain = {
  doors: {
    controllers: [ProgrammeController],
    resolvers: [ProgrammeResolver],
    providers: [ProgrammeReading, TargetSetting],
  },
  migrations: programmeMigrations,
  follows,
};
