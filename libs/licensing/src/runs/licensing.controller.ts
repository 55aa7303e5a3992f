import { Controller, Get, Post, Res } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth/actor';
import { sendCsv } from '@takwin/platform/http/csv-reply';
import { By, Request, Runs } from '@takwin/platform/http/operation';
import { pageOf } from '@takwin/platform/schema/page';
import type { FastifyReply } from 'fastify';
import { RuleView } from '../entitlement/rule.js';
import { DriftView } from '../directory/drift.js';
import { LicenceView, SeatPoolView } from '../licences/licence.js';
import { OutcomeView, RunView } from './run.js';
import { ChangeRule, FindRules, RuleBook, RulesView } from '../entitlement/change-rules.js';
import { ApproveRun, CancelRun, PauseRun, ResumeRun, RetryRun, RunControl } from './control-run.js';
import { EntitlementExplanation, EntitlementView, ExplainEntitlement } from '../entitlement/explain-entitlement.js';
import { DriftSearch, FindDrift } from '../directory/find-drift.js';
import { FindLicences, FindSeatPools, LicenceSearch } from '../licences/find-licences.js';
import { ExportOutcomes, FindOutcomes, FindRun, RunSearch } from './find-runs.js';
import { HandedOverView, HandOverSecrets, SecretHandover } from '../accounts/hand-over-secrets.js';
import { RunStart, StartProvisioningRun } from './start-run.js';

@Controller('v1')
export class LicencesController {
  constructor(
    private readonly search: LicenceSearch,
    private readonly drifting: DriftSearch,
  ) {}

  @Get('licences')
  @Runs(FindLicences, pageOf(LicenceView))
  find(@By() actor: Actor, @Request(FindLicences) query: FindLicences) {
    return this.search.run(actor, query);
  }

  @Get('licence-drift')
  @Runs(FindDrift, pageOf(DriftView))
  drift(@By() actor: Actor, @Request(FindDrift) query: FindDrift) {
    return this.drifting.run(actor, query);
  }

  @Get('seat-pools')
  @Runs(FindSeatPools, pageOf(SeatPoolView))
  pools(@By() actor: Actor, @Request(FindSeatPools) query: FindSeatPools) {
    return this.search.pools(actor, query);
  }
}

@Controller('v1/provisioning-runs')
export class ProvisioningRunsController {
  constructor(
    private readonly search: RunSearch,
    private readonly starting: RunStart,
    private readonly control: RunControl,
  ) {}

  @Post()
  @Runs(StartProvisioningRun, RunView, 202)
  start(@By() actor: Actor, @Request(StartProvisioningRun) command: StartProvisioningRun) {
    return this.starting.run(actor, command);
  }

  @Get(':id')
  @Runs(FindRun, RunView)
  one(@By() actor: Actor, @Request(FindRun) query: FindRun) {
    return this.search.one(actor, query);
  }

  @Get(':id/outcomes')
  @Runs(FindOutcomes, pageOf(OutcomeView))
  outcomes(@By() actor: Actor, @Request(FindOutcomes) query: FindOutcomes) {
    return this.search.outcomes(actor, query);
  }

  @Get(':id/outcomes.csv')
  @Runs(ExportOutcomes)
  async exported(
    @By() actor: Actor,
    @Request(ExportOutcomes) query: ExportOutcomes,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sendCsv(reply, `outcomes-${query.id}`, await this.search.csv(actor, query));
  }

  @Post(':id/approve')
  @Runs(ApproveRun, RunView)
  approve(@By() actor: Actor, @Request(ApproveRun) command: ApproveRun) {
    return this.control.approve(actor, command);
  }

  @Post(':id/pause')
  @Runs(PauseRun, RunView)
  pause(@By() actor: Actor, @Request(PauseRun) command: PauseRun) {
    return this.control.pause(actor, command);
  }

  @Post(':id/resume')
  @Runs(ResumeRun, RunView)
  resume(@By() actor: Actor, @Request(ResumeRun) command: ResumeRun) {
    return this.control.resume(actor, command);
  }

  @Post(':id/cancel')
  @Runs(CancelRun, RunView)
  cancel(@By() actor: Actor, @Request(CancelRun) command: CancelRun) {
    return this.control.cancel(actor, command);
  }

  @Post(':id/retry')
  @Runs(RetryRun, RunView)
  retry(@By() actor: Actor, @Request(RetryRun) command: RetryRun) {
    return this.control.retry(actor, command);
  }
}

@Controller('v1/initial-secrets')
export class InitialSecretsController {
  constructor(private readonly handover: SecretHandover) {}

  @Post('hand-over')
  @Runs(HandOverSecrets, HandedOverView)
  handOver(@By() actor: Actor, @Request(HandOverSecrets) command: HandOverSecrets) {
    return this.handover.run(actor, command);
  }
}

@Controller('v1')
export class EntitlementController {
  constructor(
    private readonly explanation: EntitlementExplanation,
    private readonly book: RuleBook,
  ) {}

  @Get('entitlements/:personId')
  @Runs(ExplainEntitlement, EntitlementView)
  explain(@By() actor: Actor, @Request(ExplainEntitlement) query: ExplainEntitlement) {
    return this.explanation.run(actor, query);
  }

  @Get('entitlement-rules')
  @Runs(FindRules, RulesView)
  rules(@By() actor: Actor, @Request(FindRules) _query: FindRules) {
    return this.book.all(actor);
  }

  @Post('entitlement-rules')
  @Runs(ChangeRule, RuleView)
  change(@By() actor: Actor, @Request(ChangeRule) rule: ChangeRule) {
    return this.book.change(actor, rule);
  }
}
