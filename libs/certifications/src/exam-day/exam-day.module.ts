import { Module } from '@nestjs/common';
import { RollCalling } from './call-roll.js';
import { ExamDayController } from './exam-day.controller.js';
import { ExamDayResolver } from './exam-day.resolver.js';
import { ExamDayRecording } from './record-exam-day.js';
import { ResumingElsewhere } from './resume-elsewhere.js';

/** What happens in the room on the day. */
@Module({
  controllers: [ExamDayController],
  providers: [ExamDayRecording, RollCalling, ResumingElsewhere, ExamDayResolver],
})
export class ExamDayModule {}
