import { Module } from '@nestjs/common';
import { EventsModule } from '@takwin/platform/events';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { OfferingsModule } from '../offerings/offerings.module.js';
import { EnrolPersonsHandler } from './enrol-persons.js';
import { EnrolmentResolver } from './enrolment.resolver.js';
import { EnrolmentsController } from './enrolments.controller.js';
import { FindEnrolmentsHandler } from './find-enrolments.js';
import { followPersons } from './follow-persons.js';
import { OfferingEnrolmentsResolver } from './offering-enrolments.resolver.js';
import { PersonEnrolmentsResolver } from './person-enrolments.resolver.js';
import { WithdrawEnrolmentHandler } from './withdraw-enrolment.js';

/** Who is in an offering. */
@Module({
  imports: [CatalogueModule, OfferingsModule, EventsModule.follow('academies', { reactions: [followPersons] })],
  controllers: [EnrolmentsController],
  providers: [
    EnrolPersonsHandler,
    FindEnrolmentsHandler,
    WithdrawEnrolmentHandler,
    EnrolmentResolver,
    OfferingEnrolmentsResolver,
    PersonEnrolmentsResolver,
  ],
})
export class EnrolmentsModule {}
