import { Module } from '@nestjs/common';
import { RetakesModule } from '../retakes/retakes.module.js';
import { ResultImportAcceptance } from './accept-result-import.js';
import { ResultCorrecting } from './correct-result.js';
import { MismatchReport } from './find-mismatches.js';
import { ResultImportSearch } from './find-result-import.js';
import { ResultRecording } from './record-results.js';
import { ResultResolver } from './result.resolver.js';
import { ResultImportsController, ResultsController } from './results.controller.js';

/** What came of exams. */
@Module({
  imports: [RetakesModule],
  controllers: [ResultsController, ResultImportsController],
  providers: [
    ResultRecording,
    ResultCorrecting,
    MismatchReport,
    ResultImportAcceptance,
    ResultImportSearch,
    ResultResolver,
  ],
})
export class ResultsModule {}
