import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { OfferingsModule } from '../offerings/offerings.module.js';
import { PersonEnrolment } from './enrol-persons.js';
import { EnrolmentResolver } from './enrolment.resolver.js';
import { EnrolmentsController } from './enrolments.controller.js';
import { EnrolmentSearch } from './find-enrolments.js';
import { PersonEnrolmentsResolver } from './person-enrolments.resolver.js';
import { Withdrawal } from './withdraw-enrolment.js';

/** Who is in an offering. */
@Module({
  imports: [CatalogueModule, OfferingsModule],
  controllers: [EnrolmentsController],
  providers: [PersonEnrolment, EnrolmentSearch, Withdrawal, EnrolmentResolver, PersonEnrolmentsResolver],
})
export class EnrolmentsModule {}
