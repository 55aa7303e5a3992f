import { Controller, Get, Post, Res } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import type { FastifyReply } from 'fastify';
import { RegistrationView } from './registration.js';
import { CancelRegistration, CancelRegistrationHandler, DeclineMove } from './cancel-registration.js';
import { FindRegistration, FindRegistrations, FindRegistrationsHandler } from './find-registrations.js';
import { Register, RegisterCandidateHandler } from './register-candidate.js';
import { RecordConsent, RecordConsentHandler } from './record-consent.js';
import { RequestExamHandler, RequestExams, RequestOutcomes } from './request-exam.js';

@Controller('v1/registrations')
export class RegistrationsController {
  constructor(
    private readonly search: FindRegistrationsHandler,
    private readonly registering: RegisterCandidateHandler,
    private readonly requesting: RequestExamHandler,
    private readonly cancelling: CancelRegistrationHandler,
    private readonly consenting: RecordConsentHandler,
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
  @Runs(Register, RegistrationView, 201, 202)
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

  @Post(':id/decline-move')
  @Runs(DeclineMove, RegistrationView)
  declineMove(@By() actor: Actor, @Request(DeclineMove) command: DeclineMove) {
    return this.cancelling.decline(actor, command);
  }

  @Post(':id/consent')
  @Runs(RecordConsent, RegistrationView)
  consent(@By() actor: Actor, @Request(RecordConsent) command: RecordConsent) {
    return this.consenting.run(actor, command);
  }
}
