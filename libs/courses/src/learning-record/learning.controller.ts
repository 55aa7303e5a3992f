import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth/actor';
import { By, Request, Runs } from '@takwin/platform/http/operation';
import { EnrolmentView } from '../enrolments/enrolment.js';
import { Enrol, EnrolmentOutcomes, EnrolPersons, PersonEnrolment } from '../enrolments/enrol-persons.js';
import { EvaluateLiteracy, LiteracyEvaluation, LiteracyView } from '../literacy/evaluate-literacy.js';
import { EnrolmentSearch, FindEnrolment } from '../enrolments/find-enrolments.js';
import { LearningRecordReading, LearningRecordView, ReadLearningRecord } from './read-learning-record.js';
import { RecordStatements, StatementRecording, StatementsReceipt } from './record-statements.js';
import { Withdraw, Withdrawal } from '../enrolments/withdraw-enrolment.js';

@Controller('v1/enrolments')
export class EnrolmentsController {
  constructor(
    private readonly enrolment: PersonEnrolment,
    private readonly search: EnrolmentSearch,
    private readonly withdrawal: Withdrawal,
  ) {}

  @Post()
  @Runs(Enrol, EnrolmentView, 201)
  enrol(@By() actor: Actor, @Request(Enrol) command: Enrol) {
    return this.enrolment.one(actor, command);
  }

  @Post('bulk')
  @Runs(EnrolPersons, EnrolmentOutcomes)
  enrolMany(@By() actor: Actor, @Request(EnrolPersons) command: EnrolPersons) {
    return this.enrolment.many(actor, command);
  }

  @Get(':id')
  @Runs(FindEnrolment, EnrolmentView)
  one(@By() actor: Actor, @Request(FindEnrolment) query: FindEnrolment) {
    return this.search.one(actor, query);
  }

  @Post(':id/withdraw')
  @Runs(Withdraw, EnrolmentView)
  withdraw(@By() actor: Actor, @Request(Withdraw) command: Withdraw) {
    return this.withdrawal.run(actor, command);
  }
}

@Controller('v1')
export class LearningController {
  constructor(
    private readonly statements: StatementRecording,
    private readonly record: LearningRecordReading,
    private readonly evaluation: LiteracyEvaluation,
  ) {}

  @Post('statements')
  @Runs(RecordStatements, StatementsReceipt)
  recordStatements(@By() actor: Actor, @Request(RecordStatements) command: RecordStatements) {
    return this.statements.run(actor, command);
  }

  @Get('persons/:personId/learning-record')
  @Runs(ReadLearningRecord, LearningRecordView)
  learningRecord(@By() actor: Actor, @Request(ReadLearningRecord) query: ReadLearningRecord) {
    return this.record.run(actor, query);
  }

  @Post('persons/:personId/literacy-evaluation')
  @Runs(EvaluateLiteracy, LiteracyView)
  evaluate(@By() actor: Actor, @Request(EvaluateLiteracy) command: EvaluateLiteracy) {
    return this.evaluation.run(actor, command);
  }
}
