import { Controller, Get, Post, Res } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import type { Language } from '@takwin/platform/errors';
import { By, CSV, Request, Runs, sendCsv, Sends, Spoken } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import type { FastifyReply } from 'fastify';
import { OutcomeView, RunView } from './run.js';
import { ApproveRun, CancelRun, PauseRun, ResumeRun, RetryRun, ControlRunHandler } from './control-run.js';
import { ExportOutcomes, FindOutcomes, FindRun, FindRuns, FindRunsHandler } from './find-runs.js';
import { StartRunHandler, StartProvisioningRun } from './start-run.js';

@Controller('v1/provisioning-runs')
export class ProvisioningRunsController {
  constructor(
    private readonly search: FindRunsHandler,
    private readonly starting: StartRunHandler,
    private readonly control: ControlRunHandler,
  ) {}

  @Post()
  @Runs(StartProvisioningRun, RunView, 202)
  start(@By() actor: Actor, @Request(StartProvisioningRun) command: StartProvisioningRun) {
    return this.starting.run(actor, command);
  }

  @Get()
  @Runs(FindRuns, pageOf(RunView))
  find(@By() actor: Actor, @Request(FindRuns) query: FindRuns) {
    return this.search.run(actor, query);
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
  @Sends(CSV)
  async exported(
    @By() actor: Actor,
    @Request(ExportOutcomes) query: ExportOutcomes,
    @Spoken() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sendCsv(reply, `outcomes-${query.id}`, await this.search.csv(actor, query, language));
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
