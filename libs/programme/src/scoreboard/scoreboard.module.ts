import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { AccreditedAcademies } from './count-accredited-academies.js';
import { ProgrammeController } from './programme.controller.js';
import { ProgrammeResolver } from './programme.resolver.js';
import { ProgrammeReading } from './read-programme.js';
import { TargetSetting } from './set-target.js';

/** The convention's targets, and where they stand. */
@Module({
  controllers: [ProgrammeController],
  providers: [ProgrammeReading, TargetSetting, ProgrammeResolver],
})
export class ScoreboardModule {
  /** `count` is what `register`, a module of the same process, exports for the recount of academies. */
  static recountedBy(register: Type, count: Type<AccreditedAcademies>): DynamicModule {
    const providers = [{ provide: AccreditedAcademies, useExisting: count }];
    return { module: ScoreboardModule, imports: [register], providers };
  }
}
