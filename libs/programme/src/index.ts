import type { Domain } from '@takwin/platform/runner/domain-service';
import { ProgrammeController } from './entrypoints/programme.controller.js';
import { ProgrammeResolver } from './entrypoints/programme.resolver.js';
import * as copies from './storage/copies.js';
import { ProgrammeReading } from './use-cases/read-programme.js';
import { TargetSetting } from './use-cases/set-target.js';

export { AccreditedAcademies } from './use-cases/count-accredited-academies.js';
export { programmeMigrations } from './storage/migrations.js';

/** The convention's scoreboard, projected from what all five services publish. */
export const programme: Domain = {
  doors: {
    controllers: [ProgrammeController],
    resolvers: [ProgrammeResolver],
    providers: [ProgrammeReading, TargetSetting],
  },
  follows: {
    academies: [copies.academies, copies.persons],
    trainers: [copies.trainers],
    courses: [copies.courses, copies.offerings, copies.literacyTracks],
    certifications: [copies.registrations, copies.certifications],
    licensing: [copies.licences],
  },
};
