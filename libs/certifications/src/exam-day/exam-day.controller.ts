import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { ExamDayOutcomes, RollCallView } from './exam-day.js';
import { RegistrationView } from '../booking/registration.js';
import { ExamDayRecordView } from './exam-day-record.js';
import { FindExamDayRecords, FindExamDayRecordsHandler } from './find-exam-day-records.js';
import { RevokeExamDayRecord, RevokeExamDayRecordHandler } from './revoke-exam-day-record.js';
import { CallRoll, CallRollHandler } from './call-roll.js';
import { RecordExamDayHandler, RecordExamDay } from './record-exam-day.js';
import { ResumeElsewhere, ResumeElsewhereHandler } from './resume-elsewhere.js';

@Controller('v1')
export class ExamDayController {
  constructor(
    private readonly recording: RecordExamDayHandler,
    private readonly rolls: CallRollHandler,
    private readonly resuming: ResumeElsewhereHandler,
    private readonly search: FindExamDayRecordsHandler,
    private readonly revoking: RevokeExamDayRecordHandler,
  ) {}

  @Get('sittings/:sittingId/roll-call')
  @Runs(CallRoll, RollCallView)
  call(@By() actor: Actor, @Request(CallRoll) query: CallRoll) {
    return this.rolls.run(actor, query);
  }

  @Get('sittings/:sittingId/records')
  @Runs(FindExamDayRecords, pageOf(ExamDayRecordView))
  find(@By() actor: Actor, @Request(FindExamDayRecords) query: FindExamDayRecords) {
    return this.search.run(actor, query);
  }

  @Post('sittings/:sittingId/records')
  @Runs(RecordExamDay, ExamDayOutcomes)
  record(@By() actor: Actor, @Request(RecordExamDay) command: RecordExamDay) {
    return this.recording.run(actor, command);
  }

  @Post('exam-day-records/:id/revoke')
  @Runs(RevokeExamDayRecord, ExamDayRecordView)
  revoke(@By() actor: Actor, @Request(RevokeExamDayRecord) command: RevokeExamDayRecord) {
    return this.revoking.run(actor, command);
  }

  @Post('registrations/:id/resume')
  @Runs(ResumeElsewhere, RegistrationView)
  resume(@By() actor: Actor, @Request(ResumeElsewhere) command: ResumeElsewhere) {
    return this.resuming.run(actor, command);
  }
}
