import { Module } from '@nestjs/common';
import { EventsModule } from '@takwin/platform/events';
import { SubgraphModule } from '@takwin/platform/graphql';
import { AccommodationsModule } from './accommodations/accommodations.module.js';
import { AppealsModule } from './appeals/appeals.module.js';
import { BookingModule } from './booking/booking.module.js';
import { CampaignsModule } from './campaigns/campaigns.module.js';
import { ChargesModule } from './charges/charges.module.js';
import { academyCopy, literacyCopy, personCopy, readinessCopy, roomCopy, teachingCopy, trainerCopy } from './copies.js';
import { CredentialsModule } from './credentials/credentials.module.js';
import { ExamDayModule } from './exam-day/exam-day.module.js';
import { ExamsModule } from './exams/exams.module.js';
import { Academy, Person, Programme } from './graphql-types.js';
import { LegalTimeModule } from './legal-time/legal-time.module.js';
import { ResultsModule } from './results/results.module.js';
import { RetakesModule } from './retakes/retakes.module.js';
import { SittingsModule } from './sittings/sittings.module.js';
import { VerificationModule } from './verification/verification.module.js';
import { VouchersModule } from './vouchers/vouchers.module.js';
import { OwnRecordsModule } from './own-records/own-records.module.js';

/** Exams, sittings, who sits them, what came of it, and the credentials that prove it. */
@Module({
  imports: [
    SubgraphModule.extending(Person, Academy, Programme),
    OwnRecordsModule,
    EventsModule.follow('academies', { copies: [academyCopy, roomCopy, readinessCopy, personCopy] }),
    EventsModule.follow('trainers', { copies: [trainerCopy] }),
    EventsModule.follow('courses', { copies: [teachingCopy, literacyCopy] }),
    AccommodationsModule,
    ExamsModule,
    SittingsModule,
    VouchersModule,
    ChargesModule,
    RetakesModule,
    LegalTimeModule,
    ExamDayModule,
    BookingModule,
    CampaignsModule,
    ResultsModule,
    AppealsModule,
    CredentialsModule,
    VerificationModule,
  ],
})
export class CertificationsModule {}
