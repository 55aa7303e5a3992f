import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { ExamDayOutcomes, RollCallView } from './exam-day.js';
import { RegistrationView } from '../booking/registration.js';
import { CallRoll, CallRollHandler } from './call-roll.js';
import { RecordExamDayHandler, RecordExamDay } from './record-exam-day.js';
import { ResumeElsewhere, ResumeElsewhereHandler } from './resume-elsewhere.js';

@Controller('v1')
export class ExamDayController {
  constructor(
    private readonly recording: RecordExamDayHandler,
    private readonly rolls: CallRollHandler,
    private readonly resuming: ResumeElsewhereHandler,
  ) {}

  @Get('sittings/:sittingId/roll-call')
  @Runs(CallRoll, RollCallView)
  call(@By() actor: Actor, @Request(CallRoll) query: CallRoll) {
    return this.rolls.run(actor, query);
  }

  @Post('sittings/:sittingId/records')
  @Runs(RecordExamDay, ExamDayOutcomes)
  record(@By() actor: Actor, @Request(RecordExamDay) command: RecordExamDay) {
    return this.recording.run(actor, command);
  }

  @Post('registrations/:id/resume')
  @Runs(ResumeElsewhere, RegistrationView)
  resume(@By() actor: Actor, @Request(ResumeElsewhere) command: ResumeElsewhere) {
    return this.resuming.run(actor, command);
  }
}
