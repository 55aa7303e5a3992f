import { Module } from '@nestjs/common';
import { EventsModule } from '@takwin/platform/events';
import { ExamsModule } from '../exams/exams.module.js';
import { SittingsModule } from '../sittings/sittings.module.js';
import { BookSeatHandler } from './book-seat.js';
import { CancelRegistrationHandler } from './cancel-registration.js';
import { FindRegistrationsHandler } from './find-registrations.js';
import { followAcademies } from './follow-academies.js';
import { followPersons } from './follow-persons.js';
import { PersonRegistrationsResolver } from './person-registrations.resolver.js';
import { RecordConsentHandler } from './record-consent.js';
import { RegisterCandidateHandler } from './register-candidate.js';
import { RegistrationResolver } from './registration.resolver.js';
import { RegistrationsController } from './registrations.controller.js';
import { RequestExamHandler } from './request-exam.js';
import { SittingRegistrationsResolver } from './sitting-registrations.resolver.js';

/** Who sits which exam where. */
@Module({
  imports: [
    ExamsModule,
    SittingsModule,
    EventsModule.follow('academies', { reactions: [followAcademies, followPersons] }),
  ],
  controllers: [RegistrationsController],
  providers: [
    FindRegistrationsHandler,
    BookSeatHandler,
    RequestExamHandler,
    RegisterCandidateHandler,
    CancelRegistrationHandler,
    RecordConsentHandler,
    RegistrationResolver,
    PersonRegistrationsResolver,
    SittingRegistrationsResolver,
  ],
})
export class BookingModule {}
