import { Module } from '@nestjs/common';
import { LearningRecordResolver } from './learning-record.resolver.js';
import { LearningController } from './learning.controller.js';
import { LearningRecordReading } from './read-learning-record.js';
import { StatementRecording } from './record-statements.js';

/** What a person has learnt, with its evidence. */
@Module({
  controllers: [LearningController],
  providers: [StatementRecording, LearningRecordReading, LearningRecordResolver],
})
export class LearningRecordModule {}
