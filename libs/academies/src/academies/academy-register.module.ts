import { Module } from '@nestjs/common';
import { AcademiesController } from './academies.controller.js';
import { AcademyResolver } from './academy.resolver.js';
import { AcademyChanging } from './change-academy.js';
import { AcademyCount } from './count-academies.js';
import { AcademySearch } from './find-academies.js';
import { AcademyRegistration } from './register-academy.js';

/** The register of academies. */
@Module({
  controllers: [AcademiesController],
  providers: [AcademySearch, AcademyRegistration, AcademyChanging, AcademyCount, AcademyResolver],
  exports: [AcademySearch, AcademyCount],
})
export class AcademyRegisterModule {}
