import { Module } from '@nestjs/common';
import { CinVaultModule } from '../persons/cin-vault.module.js';
import { CorrectionResolver } from './correction.resolver.js';
import { CorrectionsController } from './corrections.controller.js';
import { CorrectPersonHandler } from './correct-person.js';
import { CorrectionRequestResolver } from './correction-request.resolver.js';
import { CorrectionRequestsController } from './correction-requests.controller.js';
import { DecideCorrectionHandler } from './decide-correction.js';
import { FindCorrectionRequestsHandler } from './find-correction-requests.js';
import { RequestCorrectionHandler } from './request-correction.js';
import { FindCorrectionsHandler } from './find-corrections.js';

/** What was wrong of who persons are, and is right by now. */
@Module({
  imports: [CinVaultModule],
  controllers: [CorrectionsController, CorrectionRequestsController],
  providers: [
    CorrectPersonHandler,
    FindCorrectionsHandler,
    RequestCorrectionHandler,
    DecideCorrectionHandler,
    FindCorrectionRequestsHandler,
    CorrectionResolver,
    CorrectionRequestResolver,
  ],
})
export class CorrectionsModule {}
