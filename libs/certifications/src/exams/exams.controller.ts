import { Controller, Get, Patch, Post, Res } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth/actor';
import { By, Request, Runs } from '@takwin/platform/http/operation';
import { pageOf } from '@takwin/platform/schema/page';
import type { FastifyReply } from 'fastify';
import { ExamView } from './exam.js';
import { RegistrationView } from '../booking/registration.js';
import { SittingView } from '../sittings/sitting.js';
import { AssessExamEligibility, EligibilityAssessment, ExamEligibilityView } from '../retakes/assess-eligibility.js';
import { CancelRegistration, RegistrationCancelling } from '../booking/cancel-registration.js';
import { CancelSitting, ChangeSitting, SittingChanging } from '../sittings/change-sitting.js';
import { ExamSearch, FindExam, FindExams } from './find-exams.js';
import { FindRegistration, FindRegistrations, RegistrationSearch } from '../booking/find-registrations.js';
import { FindSitting, FindSittings, SittingSearch } from '../sittings/find-sittings.js';
import { OpenSitting, SittingOpening } from '../sittings/open-sitting.js';
import { Register, Registering } from '../booking/register-candidate.js';
import { ExamRequesting, RequestExams, RequestOutcomes } from '../booking/request-exam.js';

@Controller('v1')
export class ExamsController {
  constructor(
    private readonly exams: ExamSearch,
    private readonly search: SittingSearch,
    private readonly opening: SittingOpening,
    private readonly changing: SittingChanging,
    private readonly eligibility: EligibilityAssessment,
  ) {}

  @Get('exams')
  @Runs(FindExams, pageOf(ExamView))
  findExams(@By() actor: Actor, @Request(FindExams) query: FindExams) {
    return this.exams.run(actor, query);
  }

  @Get('exams/:code')
  @Runs(FindExam, ExamView)
  exam(@By() actor: Actor, @Request(FindExam) query: FindExam) {
    return this.exams.one(actor, query);
  }

  @Get('sittings')
  @Runs(FindSittings, pageOf(SittingView))
  findSittings(@By() actor: Actor, @Request(FindSittings) query: FindSittings) {
    return this.search.run(actor, query);
  }

  @Get('sittings/:id')
  @Runs(FindSitting, SittingView)
  sitting(@By() actor: Actor, @Request(FindSitting) query: FindSitting) {
    return this.search.one(actor, query);
  }

  @Post('sittings')
  @Runs(OpenSitting, SittingView, 201)
  openSitting(@By() actor: Actor, @Request(OpenSitting) command: OpenSitting) {
    return this.opening.run(actor, command);
  }

  @Patch('sittings/:id')
  @Runs(ChangeSitting, SittingView)
  changeSitting(@By() actor: Actor, @Request(ChangeSitting) command: ChangeSitting) {
    return this.changing.change(actor, command);
  }

  @Post('sittings/:id/cancel')
  @Runs(CancelSitting, SittingView)
  cancelSitting(@By() actor: Actor, @Request(CancelSitting) command: CancelSitting) {
    return this.changing.cancel(actor, command);
  }

  @Get('persons/:personId/exam-eligibility')
  @Runs(AssessExamEligibility, ExamEligibilityView)
  assess(@By() actor: Actor, @Request(AssessExamEligibility) query: AssessExamEligibility) {
    return this.eligibility.run(actor, query);
  }
}

@Controller('v1/registrations')
export class RegistrationsController {
  constructor(
    private readonly search: RegistrationSearch,
    private readonly registering: Registering,
    private readonly requesting: ExamRequesting,
    private readonly cancelling: RegistrationCancelling,
  ) {}

  @Get()
  @Runs(FindRegistrations, pageOf(RegistrationView))
  find(@By() actor: Actor, @Request(FindRegistrations) query: FindRegistrations) {
    return this.search.run(actor, query);
  }

  @Get(':id')
  @Runs(FindRegistration, RegistrationView)
  one(@By() actor: Actor, @Request(FindRegistration) query: FindRegistration) {
    return this.search.one(actor, query);
  }

  @Post()
  @Runs(Register, RegistrationView, 201)
  async register(
    @By() actor: Actor,
    @Request(Register) command: Register,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const registration = await this.registering.run(actor, command);
    reply.status(registration.state === 'requested' ? 202 : 201);
    return registration;
  }

  @Post('bulk')
  @Runs(RequestExams, RequestOutcomes, 202)
  requestMany(@By() actor: Actor, @Request(RequestExams) command: RequestExams) {
    return this.requesting.many(actor, command);
  }

  @Post(':id/cancel')
  @Runs(CancelRegistration, RegistrationView)
  cancel(@By() actor: Actor, @Request(CancelRegistration) command: CancelRegistration) {
    return this.cancelling.run(actor, command);
  }
}
