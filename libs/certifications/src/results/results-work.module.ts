import { Module } from '@nestjs/common';
import { ResultImportProcessor } from './result-import.processor.js';
import { RunResultImportHandler } from './run-result-import.js';

/** What imports the files of results that were accepted. */
@Module({ providers: [RunResultImportHandler, ResultImportProcessor] })
export class ResultsWorkModule {}
