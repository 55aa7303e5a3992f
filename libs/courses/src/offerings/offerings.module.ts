import { Module } from '@nestjs/common';
import { EventsModule } from '@takwin/platform/events';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { AcademyOfferingsResolver } from './academy-offerings.resolver.js';
import { ConfirmHoursHandler } from './confirm-hours.js';
import { CancelOfferingHandler } from './cancel-offering.js';
import { ChangeOfferingHandler } from './change-offering.js';
import { FindOfferingsHandler } from './find-offerings.js';
import { followConfirmations } from './follow-confirmations.js';
import { followMemberships } from './follow-memberships.js';
import { followTrainers } from './follow-trainers.js';
import { OfferingResolver } from './offering.resolver.js';
import { OfferingsController } from './offerings.controller.js';
import { OpenOfferingHandler } from './open-offering.js';

/** The courses that academies give. */
@Module({
  imports: [
    CatalogueModule,
    EventsModule.follow('academies', { reactions: [followMemberships, followConfirmations] }),
    EventsModule.follow('trainers', { reactions: [followTrainers] }),
  ],
  controllers: [OfferingsController],
  providers: [
    FindOfferingsHandler,
    OpenOfferingHandler,
    ChangeOfferingHandler,
    CancelOfferingHandler,
    ConfirmHoursHandler,
    OfferingResolver,
    AcademyOfferingsResolver,
  ],
  exports: [FindOfferingsHandler],
})
export class OfferingsModule {}
