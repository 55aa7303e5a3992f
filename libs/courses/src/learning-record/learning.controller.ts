import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { ReadLearningRecordHandler, LearningRecordView, ReadLearningRecord } from './read-learning-record.js';
import { RecordStatements, RecordStatementsHandler, StatementsReceipt } from './record-statements.js';

@Controller('v1')
export class LearningController {
  constructor(
    private readonly statements: RecordStatementsHandler,
    private readonly record: ReadLearningRecordHandler,
  ) {}

  @Post('statements')
  @Runs(RecordStatements, StatementsReceipt)
  recordStatements(@By() actor: Actor, @Request(RecordStatements) command: RecordStatements) {
    return this.statements.run(actor, command);
  }

  @Get('persons/:personId/learning-record')
  @Runs(ReadLearningRecord, LearningRecordView)
  learningRecord(@By() actor: Actor, @Request(ReadLearningRecord) query: ReadLearningRecord) {
    return this.record.run(actor, query);
  }
}
