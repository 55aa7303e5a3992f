import { Module } from '@nestjs/common';
import { SubgraphModule } from '@takwin/platform/graphql';
import { AcademyRegisterModule } from './academies/academy-register.module.js';
import { AssignmentsModule } from './assignments/assignments.module.js';
import { ClaimsModule } from './claims/claims.module.js';
import { PersonalDataModule } from './personal-data/personal-data.module.js';
import { MergesModule } from './merges/merges.module.js';
import { CorrectionsModule } from './corrections/corrections.module.js';
import { ErasuresModule } from './erasures/erasures.module.js';
import { PersonsModule } from './persons/persons.module.js';
import { ReadinessModule } from './readiness/readiness.module.js';
import { RoomsModule } from './rooms/rooms.module.js';
import { RostersModule } from './rosters/rosters.module.js';
import { OwnRecordsModule } from './own-records/own-records.module.js';

/** The registers of academies and persons, and the rosters that fill them. */
@Module({
  imports: [
    SubgraphModule,
    OwnRecordsModule,
    AcademyRegisterModule,
    RoomsModule,
    ReadinessModule,
    PersonsModule,
    ClaimsModule,
    MergesModule,
    CorrectionsModule,
    ErasuresModule,
    RostersModule,
    AssignmentsModule,
    PersonalDataModule,
  ],
  exports: [AcademyRegisterModule],
})
export class AcademiesModule {}
