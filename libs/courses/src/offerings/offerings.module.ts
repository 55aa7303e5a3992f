import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { AcademyOfferingsResolver } from './academy-offerings.resolver.js';
import { OfferingCancellation } from './cancel-offering.js';
import { OfferingSearch } from './find-offerings.js';
import { OfferingResolver } from './offering.resolver.js';
import { OfferingsController } from './offerings.controller.js';
import { OfferingOpening } from './open-offering.js';

/** The courses that academies give. */
@Module({
  imports: [CatalogueModule],
  controllers: [OfferingsController],
  providers: [OfferingSearch, OfferingOpening, OfferingCancellation, OfferingResolver, AcademyOfferingsResolver],
  exports: [OfferingSearch],
})
export class OfferingsModule {}
