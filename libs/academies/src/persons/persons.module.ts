import { Module } from '@nestjs/common';
import { AcademyRegisterModule } from '../academies/academy-register.module.js';
import { CinVaultModule } from './cin-vault.module.js';
import { ChangePersonHandler } from './change-person.js';
import { ConfirmPersonHandler } from './confirm-person.js';
import { DeactivatePersonHandler } from './deactivate-person.js';
import { FindPersonsHandler } from './find-persons.js';
import { AcademyPersonsResolver, PersonResolver, PlacementResolver } from './person.resolver.js';
import { PersonsController } from './persons.controller.js';
import { RegisterPersonHandler } from './register-person.js';

/** The register of persons. */
@Module({
  imports: [AcademyRegisterModule, CinVaultModule],
  controllers: [PersonsController],
  providers: [
    FindPersonsHandler,
    RegisterPersonHandler,
    ChangePersonHandler,
    DeactivatePersonHandler,
    ConfirmPersonHandler,
    PersonResolver,
    PlacementResolver,
    AcademyPersonsResolver,
  ],
  exports: [FindPersonsHandler],
})
export class PersonsModule {}
