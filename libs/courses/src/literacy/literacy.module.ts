import { Module } from '@nestjs/common';
import { LearningRecordModule } from '../learning-record/learning-record.module.js';
import { DecideLiteracyEvaluationHandler } from './decide-evaluation.js';
import { RevokeLiteracyEvaluationHandler } from './revoke-evaluation.js';
import { EvaluateLiteracyHandler } from './evaluate-literacy.js';
import { FindLiteracyEvaluationsHandler } from './find-evaluations.js';
import { LiteracyController } from './literacy.controller.js';
import { LiteracyResolver } from './literacy.resolver.js';

/** The digital-literacy programme of 30 hours. */
@Module({
  imports: [LearningRecordModule],
  controllers: [LiteracyController],
  providers: [
    EvaluateLiteracyHandler,
    FindLiteracyEvaluationsHandler,
    RevokeLiteracyEvaluationHandler,
    DecideLiteracyEvaluationHandler,
    LiteracyResolver,
  ],
})
export class LiteracyModule {}
