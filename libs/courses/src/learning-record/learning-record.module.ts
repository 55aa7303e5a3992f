import { Module } from '@nestjs/common';
import { LearningRecordResolver } from './learning-record.resolver.js';
import { LearningController } from './learning.controller.js';
import { ReadLearningRecordHandler } from './read-learning-record.js';
import { RecordStatementsHandler } from './record-statements.js';

/** What a person has learnt, with its evidence. */
@Module({
  controllers: [LearningController],
  providers: [RecordStatementsHandler, ReadLearningRecordHandler, LearningRecordResolver],
})
export class LearningRecordModule {}
