import { Module } from '@nestjs/common';
import { CallRollHandler } from './call-roll.js';
import { ExamDayController } from './exam-day.controller.js';
import { ExamDayResolver } from './exam-day.resolver.js';
import { FindExamDayRecordsHandler } from './find-exam-day-records.js';
import { RevokeExamDayRecordHandler } from './revoke-exam-day-record.js';
import { RecordExamDayHandler } from './record-exam-day.js';
import { ResumeElsewhereHandler } from './resume-elsewhere.js';

/** What happens in the room on the day. */
@Module({
  controllers: [ExamDayController],
  providers: [
    RecordExamDayHandler,
    FindExamDayRecordsHandler,
    RevokeExamDayRecordHandler,
    CallRollHandler,
    ResumeElsewhereHandler,
    ExamDayResolver,
  ],
})
export class ExamDayModule {}
