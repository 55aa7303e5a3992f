import { Module } from '@nestjs/common';
import { AccommodationResolver } from './accommodation.resolver.js';
import { AccommodationsController } from './accommodations.controller.js';
import { FindAccommodationsHandler } from './find-accommodations.js';
import { GrantAccommodationHandler } from './grant-accommodation.js';

/** What candidates are granted to sit exams as others do. */
@Module({
  controllers: [AccommodationsController],
  providers: [FindAccommodationsHandler, GrantAccommodationHandler, AccommodationResolver],
})
export class AccommodationsModule {}
