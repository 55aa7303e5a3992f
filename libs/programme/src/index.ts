import type { Domain } from '@takwin/platform/runner/domain-service';
import { ProgrammeController } from './scoreboard/programme.controller.js';
import { ProgrammeResolver } from './scoreboard/programme.resolver.js';
import { follows } from './follows.js';
import { programmeMigrations } from './migrations.js';
import { ProgrammeReading } from './scoreboard/read-programme.js';
import { TargetSetting } from './scoreboard/set-target.js';

export { AccreditedAcademies } from './scoreboard/count-accredited-academies.js';
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
