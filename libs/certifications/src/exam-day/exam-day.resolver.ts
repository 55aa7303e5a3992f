import { Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { By, Input, Params, Runs } from '@takwin/platform/http';
import { CallRoll, CallRollHandler } from './call-roll.js';
import { RecordExamDayHandler, RecordExamDay } from './record-exam-day.js';
import { ResumeElsewhere, ResumeElsewhereHandler } from './resume-elsewhere.js';
import { ExamDayOutcomes, Registration, RollCall } from '../graphql-types.js';

@Resolver()
export class ExamDayResolver {
  constructor(
    private readonly recording: RecordExamDayHandler,
    private readonly rolls: CallRollHandler,
    private readonly resuming: ResumeElsewhereHandler,
  ) {}

  @Query(() => RollCall, { nullable: true })
  @Runs(CallRoll)
  rollCall(@By() actor: Actor, @Params(CallRoll) query: CallRoll) {
    return this.rolls.run(actor, query);
  }

  @Mutation(() => ExamDayOutcomes)
  @Runs(RecordExamDay)
  recordExamDay(@By() actor: Actor, @Input(RecordExamDay) command: RecordExamDay) {
    return this.recording.run(actor, command);
  }

  @Mutation(() => Registration)
  @Runs(ResumeElsewhere)
  resumeElsewhere(@By() actor: Actor, @Input(ResumeElsewhere) command: ResumeElsewhere) {
    return this.resuming.run(actor, command);
  }
}
