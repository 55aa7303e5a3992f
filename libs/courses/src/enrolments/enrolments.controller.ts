import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { EnrolmentView } from './enrolment.js';
import { Enrol, EnrolmentOutcomes, EnrolPersons, EnrolPersonsHandler } from './enrol-persons.js';
import { FindEnrolment, FindEnrolments, FindEnrolmentsHandler } from './find-enrolments.js';
import { Withdraw, WithdrawEnrolmentHandler } from './withdraw-enrolment.js';

@Controller('v1/enrolments')
export class EnrolmentsController {
  constructor(
    private readonly enrolment: EnrolPersonsHandler,
    private readonly search: FindEnrolmentsHandler,
    private readonly withdrawal: WithdrawEnrolmentHandler,
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

  @Get()
  @Runs(FindEnrolments, pageOf(EnrolmentView))
  find(@By() actor: Actor, @Request(FindEnrolments) query: FindEnrolments) {
    return this.search.run(actor, query);
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
