import { Module } from '@nestjs/common';
import { AcademyRegisterModule } from '../academies/academy-register.module.js';
import { CinVaultModule } from '../persons/cin-vault.module.js';
import { PersonsModule } from '../persons/persons.module.js';
import { ClaimResolver } from './claim.resolver.js';
import { ClaimsController } from './claims.controller.js';
import { DecideClaimHandler } from './decide-claim.js';
import { FindClaimsHandler } from './find-claims.js';

/** Persons whom one academy states and another one has. */
@Module({
  imports: [AcademyRegisterModule, CinVaultModule, PersonsModule],
  controllers: [ClaimsController],
  providers: [FindClaimsHandler, DecideClaimHandler, ClaimResolver],
})
export class ClaimsModule {}
