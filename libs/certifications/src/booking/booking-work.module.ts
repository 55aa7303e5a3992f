import { Module } from '@nestjs/common';
import { BookingProcessor } from './booking.processor.js';
import { FillOfferedSeatsHandler } from './fill-offered-seats.js';
import { OfferProcessor } from './offer.processor.js';
import { ScheduleRegistrationsHandler } from './schedule-registrations.js';

/** What decides requests, and fills the seats that are given back. */
@Module({ providers: [ScheduleRegistrationsHandler, FillOfferedSeatsHandler, BookingProcessor, OfferProcessor] })
export class BookingWorkModule {}
