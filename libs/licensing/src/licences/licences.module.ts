import { Module } from '@nestjs/common';
import { FindLicencesHandler } from './find-licences.js';
import { LicenceResolver, PersonLicencesResolver, ProgrammeLicensingResolver } from './licence.resolver.js';
import { LicencesController } from './licences.controller.js';

/** Who has a licence, and the seats that are left. */
@Module({
  controllers: [LicencesController],
  providers: [FindLicencesHandler, LicenceResolver, PersonLicencesResolver, ProgrammeLicensingResolver],
})
export class LicencesModule {}
