import { Module } from '@nestjs/common';
import { fromEnvironment } from '@takwin/platform/config';
import { CoursesEnv } from '../environment.js';
import { LearningRecordResolver } from './learning-record.resolver.js';
import { LearningController } from './learning.controller.js';
import { LearningRules } from './learning-rules.js';
import { ReadLearningRecordHandler } from './read-learning-record.js';
import { RecordStatementsHandler } from './record-statements.js';

/** What a person has learnt, with its evidence. */
@Module({
  controllers: [LearningController],
  providers: [
    RecordStatementsHandler,
    ReadLearningRecordHandler,
    LearningRecordResolver,
    fromEnvironment(
      LearningRules,
      CoursesEnv,
      ({ LEARNING_HOURS_A_DAY, COMPLETION_SHARE }) => new LearningRules(LEARNING_HOURS_A_DAY, COMPLETION_SHARE),
    ),
  ],
  exports: [LearningRules],
})
export class LearningRecordModule {}
