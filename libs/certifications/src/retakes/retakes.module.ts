import { Module } from '@nestjs/common';
import { EligibilityAssessment } from './assess-eligibility.js';
import { ExamEligibilityController } from './exam-eligibility.controller.js';
import { PastAttempts } from './record-past-attempts.js';
import { RetakeResolver } from './retake.resolver.js';
import { RetakesController } from './retakes.controller.js';
import { RetakePolicySetting } from './set-retake-policy.js';

/** Who may sit an exam again, and when. */
@Module({
  controllers: [RetakesController, ExamEligibilityController],
  providers: [RetakePolicySetting, PastAttempts, EligibilityAssessment, RetakeResolver],
  exports: [EligibilityAssessment],
})
export class RetakesModule {}
