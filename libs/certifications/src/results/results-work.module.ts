import { Module } from '@nestjs/common';
import { VaultModule } from '@takwin/platform/vault';
import { ResultImportProcessor } from './result-import.processor.js';
import { RunResultImportHandler } from './run-result-import.js';
import { SealImportsHandler } from './seal-imports.js';
import { SealImportsProcessor } from './seal-imports.processor.js';

/** What imports the files of results that were accepted. */
@Module({
  imports: [VaultModule],
  providers: [SealImportsHandler, RunResultImportHandler, ResultImportProcessor, SealImportsProcessor],
})
export class ResultsWorkModule {}
