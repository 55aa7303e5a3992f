import { ResolveReference, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { batched, type GraphQLContext, Mutation, Query } from '@takwin/platform/graphql';
import { By, Input, Params, Runs } from '@takwin/platform/http';
import { ApproveRun, CancelRun, PauseRun, ResumeRun, RetryRun, ControlRunHandler } from './control-run.js';
import { FindOutcomes, FindRun, FindRuns, FindRunsHandler } from './find-runs.js';
import { StartRunHandler, StartProvisioningRun } from './start-run.js';
import { ProvisioningOutcomes, ProvisioningRun, ProvisioningRuns } from '../graphql-types.js';

@Resolver(() => ProvisioningRun)
export class ProvisioningRunResolver {
  constructor(
    private readonly search: FindRunsHandler,
    private readonly start: StartRunHandler,
    private readonly control: ControlRunHandler,
  ) {}

  @Query(() => ProvisioningRun, { nullable: true })
  @Runs(FindRun)
  provisioningRun(@By() actor: Actor, @Params(FindRun) query: FindRun) {
    return this.search.one(actor, query);
  }

  @Query(() => ProvisioningRuns, { nullable: true })
  @Runs(FindRuns)
  provisioningRuns(@By() actor: Actor, @Params(FindRuns) query: FindRuns) {
    return this.search.run(actor, query);
  }

  @Query(() => ProvisioningOutcomes, { nullable: true })
  @Runs(FindOutcomes)
  provisioningOutcomes(@By() actor: Actor, @Params(FindOutcomes) query: FindOutcomes) {
    return this.search.outcomes(actor, query);
  }

  @ResolveReference()
  @Runs(FindRun)
  reference({ id }: { id: string }, context: GraphQLContext) {
    return batched(context, FindRun, this.search.byIds, id);
  }

  @Mutation(() => ProvisioningRun)
  @Runs(StartProvisioningRun)
  startProvisioningRun(@By() actor: Actor, @Input(StartProvisioningRun) command: StartProvisioningRun) {
    return this.start.run(actor, command);
  }

  @Mutation(() => ProvisioningRun)
  @Runs(ApproveRun)
  approveRun(@By() actor: Actor, @Input(ApproveRun) command: ApproveRun) {
    return this.control.approve(actor, command);
  }

  @Mutation(() => ProvisioningRun)
  @Runs(PauseRun)
  pauseRun(@By() actor: Actor, @Input(PauseRun) command: PauseRun) {
    return this.control.pause(actor, command);
  }

  @Mutation(() => ProvisioningRun)
  @Runs(ResumeRun)
  resumeRun(@By() actor: Actor, @Input(ResumeRun) command: ResumeRun) {
    return this.control.resume(actor, command);
  }

  @Mutation(() => ProvisioningRun)
  @Runs(CancelRun)
  cancelRun(@By() actor: Actor, @Input(CancelRun) command: CancelRun) {
    return this.control.cancel(actor, command);
  }

  @Mutation(() => ProvisioningRun)
  @Runs(RetryRun)
  retryRun(@By() actor: Actor, @Input(RetryRun) command: RetryRun) {
    return this.control.retry(actor, command);
  }
}
