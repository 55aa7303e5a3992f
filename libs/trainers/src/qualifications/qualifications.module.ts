import { Module } from '@nestjs/common';
import { TrainerRegisterModule } from '../trainers/trainer-register.module.js';
import { AddQualificationHandler } from './add-qualification.js';
import { AssessEligibilityHandler } from './assess-eligibility.js';
import { QualificationResolver } from './qualification.resolver.js';
import { QualificationsController } from './qualifications.controller.js';

/** What a trainer may teach and proctor. */
@Module({
  imports: [TrainerRegisterModule],
  controllers: [QualificationsController],
  providers: [AddQualificationHandler, AssessEligibilityHandler, QualificationResolver],
})
export class QualificationsModule {}
