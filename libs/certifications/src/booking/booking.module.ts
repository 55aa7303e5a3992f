import { Module } from '@nestjs/common';
import { ExamsModule } from '../exams/exams.module.js';
import { SittingsModule } from '../sittings/sittings.module.js';
import { SeatBooking } from './book-seat.js';
import { RegistrationCancelling } from './cancel-registration.js';
import { RegistrationSearch } from './find-registrations.js';
import { PersonRegistrationsResolver } from './person-registrations.resolver.js';
import { Registering } from './register-candidate.js';
import { RegistrationResolver } from './registration.resolver.js';
import { RegistrationsController } from './registrations.controller.js';
import { ExamRequesting } from './request-exam.js';

/** Who sits which exam where. */
@Module({
  imports: [ExamsModule, SittingsModule],
  controllers: [RegistrationsController],
  providers: [
    RegistrationSearch,
    SeatBooking,
    ExamRequesting,
    Registering,
    RegistrationCancelling,
    RegistrationResolver,
    PersonRegistrationsResolver,
  ],
})
export class BookingModule {}
