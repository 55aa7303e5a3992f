import { Module } from '@nestjs/common';
import { ResultsModule } from '../results/results.module.js';
import { AppealResolver } from './appeal.resolver.js';
import { AppealsController } from './appeals.controller.js';
import { DecideAppealHandler } from './decide-appeal.js';
import { FindAppealsHandler } from './find-appeals.js';
import { RaiseAppealHandler } from './raise-appeal.js';

/** What candidates object to a result, and what comes of that. */
@Module({
  imports: [ResultsModule],
  controllers: [AppealsController],
  providers: [FindAppealsHandler, RaiseAppealHandler, DecideAppealHandler, AppealResolver],
})
export class AppealsModule {}
