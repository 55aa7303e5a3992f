import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { Mutation, Query } from '@takwin/platform/graphql';
import { By, Input, Params, Runs } from '@takwin/platform/http';
import { CallRoll, CallRollHandler } from './call-roll.js';
import { RecordExamDayHandler, RecordExamDay } from './record-exam-day.js';
import { ResumeElsewhere, ResumeElsewhereHandler } from './resume-elsewhere.js';
import { FindExamDayRecords, FindExamDayRecordsHandler } from './find-exam-day-records.js';
import { RevokeExamDayRecord, RevokeExamDayRecordHandler } from './revoke-exam-day-record.js';
import { ExamDayOutcomes, ExamDayRecord, ExamDayRecords, Registration, RollCall } from '../graphql-types.js';

@Resolver()
export class ExamDayResolver {
  constructor(
    private readonly recording: RecordExamDayHandler,
    private readonly rolls: CallRollHandler,
    private readonly resuming: ResumeElsewhereHandler,
    private readonly search: FindExamDayRecordsHandler,
    private readonly revoking: RevokeExamDayRecordHandler,
  ) {}

  @Query(() => RollCall, { nullable: true })
  @Runs(CallRoll)
  rollCall(@By() actor: Actor, @Params(CallRoll) query: CallRoll) {
    return this.rolls.run(actor, query);
  }

  @Query(() => ExamDayRecords, { nullable: true })
  @Runs(FindExamDayRecords)
  examDayRecords(@By() actor: Actor, @Params(FindExamDayRecords) query: FindExamDayRecords) {
    return this.search.run(actor, query);
  }

  @Mutation(() => ExamDayRecord)
  @Runs(RevokeExamDayRecord)
  revokeExamDayRecord(@By() actor: Actor, @Input(RevokeExamDayRecord) command: RevokeExamDayRecord) {
    return this.revoking.run(actor, command);
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
