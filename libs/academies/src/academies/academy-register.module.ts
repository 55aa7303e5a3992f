import { Module } from '@nestjs/common';
import { AcademiesController } from './academies.controller.js';
import { AcademyStepsController } from './academy-steps.controller.js';
import { AcademyStepsResolver } from './academy-steps.resolver.js';
import { FindAcademyStepsHandler } from './find-academy-steps.js';
import { AcademyResolver } from './academy.resolver.js';
import { ChangeAcademyHandler } from './change-academy.js';
import { CountAcademiesHandler } from './count-academies.js';
import { FindAcademiesHandler } from './find-academies.js';
import { RegisterAcademyHandler } from './register-academy.js';

/** The register of academies. */
@Module({
  controllers: [AcademiesController, AcademyStepsController],
  providers: [
    FindAcademiesHandler,
    RegisterAcademyHandler,
    ChangeAcademyHandler,
    CountAcademiesHandler,
    AcademyResolver,
    FindAcademyStepsHandler,
    AcademyStepsResolver,
  ],
  exports: [FindAcademiesHandler, CountAcademiesHandler],
})
export class AcademyRegisterModule {}
