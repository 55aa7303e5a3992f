import { Module, type OnModuleInit } from '@nestjs/common';
import { BookingWorkModule } from './booking/booking-work.module.js';
import { CampaignsWorkModule } from './campaigns/campaigns-work.module.js';
import { CredentialsWorkModule } from './credentials/credentials-work.module.js';
import { ExamDayWorkModule } from './exam-day/exam-day-work.module.js';
import { checkLegalTime } from './legal-time/check-legal-time.js';
import { ResultsWorkModule } from './results/results-work.module.js';
import { VouchersWorkModule } from './vouchers/vouchers-work.module.js';

/** What works off the registrations and signs the credentials, in as many processes as one likes. */
@Module({
  imports: [
    BookingWorkModule,
    VouchersWorkModule,
    ExamDayWorkModule,
    CampaignsWorkModule,
    ResultsWorkModule,
    CredentialsWorkModule,
  ],
})
export class ExamSchedulerModule implements OnModuleInit {
  onModuleInit(): void {
    checkLegalTime();
  }
}
