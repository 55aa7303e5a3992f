import { Module } from '@nestjs/common';
import { AssessEligibilityHandler } from './assess-eligibility.js';
import { ExamEligibilityController } from './exam-eligibility.controller.js';
import { FindPastAttemptsHandler } from './find-past-attempts.js';
import { RecordPastAttemptsHandler } from './record-past-attempts.js';
import { RetakeResolver } from './retake.resolver.js';
import { RetakesController } from './retakes.controller.js';
import { SetRetakePolicyHandler } from './set-retake-policy.js';

/** Who may sit an exam again, and when. */
@Module({
  controllers: [RetakesController, ExamEligibilityController],
  providers: [
    SetRetakePolicyHandler,
    RecordPastAttemptsHandler,
    FindPastAttemptsHandler,
    AssessEligibilityHandler,
    RetakeResolver,
  ],
  exports: [AssessEligibilityHandler],
})
export class RetakesModule {}
