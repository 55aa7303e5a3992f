import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { FindPastAttempts, FindPastAttemptsHandler } from './find-past-attempts.js';
import { PastAttemptView } from './past-attempt.js';
import {
  PastAttemptOutcomes,
  RecordPastAttemptsHandler,
  RecordPastAttempts,
  RevokePastAttempt,
} from './record-past-attempts.js';
import {
  FindRetakeFamilies,
  OpenRetakeFamily,
  RetakeFamiliesView,
  SetRetakePolicyHandler,
  SetExamRetakeFamily,
  SetRetakePolicy,
} from './set-retake-policy.js';

@Controller('v1')
export class RetakesController {
  constructor(
    private readonly policies: SetRetakePolicyHandler,
    private readonly past: RecordPastAttemptsHandler,
    private readonly search: FindPastAttemptsHandler,
  ) {}

  @Get('retake-families')
  @Runs(FindRetakeFamilies, RetakeFamiliesView)
  find(@By() actor: Actor) {
    return this.policies.find(actor);
  }

  @Post('retake-families')
  @Runs(OpenRetakeFamily, RetakeFamiliesView, 201)
  open(@By() actor: Actor, @Request(OpenRetakeFamily) command: OpenRetakeFamily) {
    return this.policies.open(actor, command);
  }

  @Post('retake-families/:family/versions')
  @Runs(SetRetakePolicy, RetakeFamiliesView, 201)
  set(@By() actor: Actor, @Request(SetRetakePolicy) command: SetRetakePolicy) {
    return this.policies.set(actor, command);
  }

  @Post('exams/:code/retake-family')
  @Runs(SetExamRetakeFamily, RetakeFamiliesView)
  setExam(@By() actor: Actor, @Request(SetExamRetakeFamily) command: SetExamRetakeFamily) {
    return this.policies.setExam(actor, command);
  }

  @Post('past-attempts')
  @Runs(RecordPastAttempts, PastAttemptOutcomes)
  record(@By() actor: Actor, @Request(RecordPastAttempts) command: RecordPastAttempts) {
    return this.past.run(actor, command);
  }

  @Get('past-attempts')
  @Runs(FindPastAttempts, pageOf(PastAttemptView))
  findPast(@By() actor: Actor, @Request(FindPastAttempts) query: FindPastAttempts) {
    return this.search.run(actor, query);
  }

  @Post('past-attempts/revoke')
  @Runs(RevokePastAttempt, PastAttemptView)
  revoke(@By() actor: Actor, @Request(RevokePastAttempt) command: RevokePastAttempt) {
    return this.past.revoke(actor, command);
  }
}
