import { Module } from '@nestjs/common';
import { SubgraphModule } from '@takwin/platform/graphql';
import { ResultImports } from '@takwin/platform/imports';
import { VaultModule } from '@takwin/platform/vault';
import { RetakesModule } from '../retakes/retakes.module.js';
import { AcceptResultImportHandler } from './accept-result-import.js';
import { CancelResultImportHandler } from './cancel-result-import.js';
import { CorrectResultHandler } from './correct-result.js';
import { DecideResultHandler } from './decide-result.js';
import { FindResultsHandler } from './find-results.js';
import { FindMismatchesHandler } from './find-mismatches.js';
import { FindResultImportHandler } from './find-result-import.js';
import { RegistrationResultResolver } from './registration-result.resolver.js';
import { RecordResultsHandler } from './record-results.js';
import { ResultImportResolver } from './result-import.resolver.js';
import { ResultResolver } from './result.resolver.js';
import { ResultImportsController, ResultsController } from './results.controller.js';
import { SealImportsHandler } from './seal-imports.js';

/** What came of exams. */
@Module({
  imports: [RetakesModule, VaultModule, SubgraphModule.extending(ResultImports)],
  controllers: [ResultsController, ResultImportsController],
  providers: [
    SealImportsHandler,
    RecordResultsHandler,
    CorrectResultHandler,
    DecideResultHandler,
    FindResultsHandler,
    FindMismatchesHandler,
    AcceptResultImportHandler,
    CancelResultImportHandler,
    FindResultImportHandler,
    ResultResolver,
    ResultImportResolver,
    RegistrationResultResolver,
  ],
  exports: [CorrectResultHandler],
})
export class ResultsModule {}
