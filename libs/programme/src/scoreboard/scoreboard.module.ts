import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { AccreditedAcademies } from './count-accredited-academies.js';
import { FindEvidenceHandler } from './find-evidence.js';
import { ProgrammeController } from './programme.controller.js';
import { ProgrammeResolver } from './programme.resolver.js';
import { ReadProgrammeHandler } from './read-programme.js';
import { SetTargetHandler } from './set-target.js';
import { TargetResolver } from './target.resolver.js';

/** The convention's targets, and where they stand. */
@Module({
  controllers: [ProgrammeController],
  providers: [ReadProgrammeHandler, SetTargetHandler, FindEvidenceHandler, ProgrammeResolver, TargetResolver],
})
export class ScoreboardModule {
  /** `count` is what `register`, a module of the same process, exports for the recount of academies. */
  static recountedBy(register: Type, count: Type<AccreditedAcademies>): DynamicModule {
    const providers = [{ provide: AccreditedAcademies, useExisting: count }];
    return { module: ScoreboardModule, imports: [register], providers };
  }
}
