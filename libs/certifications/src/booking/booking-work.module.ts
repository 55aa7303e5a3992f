import { Module } from '@nestjs/common';
import { BookingProcessor } from './booking.processor.js';
import { OfferedSeats } from './fill-offered-seats.js';
import { OfferProcessor } from './offer.processor.js';
import { RegistrationScheduling } from './schedule-registrations.js';

/** What decides requests, and fills the seats that are given back. */
@Module({ providers: [RegistrationScheduling, OfferedSeats, BookingProcessor, OfferProcessor] })
export class BookingWorkModule {}
