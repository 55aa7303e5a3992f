import { Module } from '@nestjs/common';
import { FindReadinessHandler } from './find-readiness.js';
import { AcademyReadinessController, ReadinessProofsController } from './readiness.controller.js';
import { AcademyReadinessResolver, ReadinessResolver } from './readiness.resolver.js';
import { RecordProofHandler } from './record-proof.js';

/** What academies have proven to be ready in, to hold exams. */
@Module({
  controllers: [AcademyReadinessController, ReadinessProofsController],
  providers: [FindReadinessHandler, RecordProofHandler, ReadinessResolver, AcademyReadinessResolver],
})
export class ReadinessModule {}
