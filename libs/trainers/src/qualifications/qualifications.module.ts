import { Module } from '@nestjs/common';
import { TrainerRegisterModule } from '../trainers/trainer-register.module.js';
import { QualificationRecording } from './add-qualification.js';
import { EligibilityAssessment } from './assess-eligibility.js';
import { QualificationResolver } from './qualification.resolver.js';
import { QualificationsController } from './qualifications.controller.js';

/** What a trainer may teach and proctor. */
@Module({
  imports: [TrainerRegisterModule],
  controllers: [QualificationsController],
  providers: [QualificationRecording, EligibilityAssessment, QualificationResolver],
})
export class QualificationsModule {}
