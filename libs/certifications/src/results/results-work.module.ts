import { Module } from '@nestjs/common';
import { ResultImportProcessor } from './result-import.processor.js';
import { ResultImportRun } from './run-result-import.js';

/** What imports the files of results that were accepted. */
@Module({ providers: [ResultImportRun, ResultImportProcessor] })
export class ResultsWorkModule {}
