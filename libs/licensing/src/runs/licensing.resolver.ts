import { Context, Mutation, Parent, Query, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth/actor';
import { batched, listed, type GraphQLContext } from '@takwin/platform/graphql/batch';
import { By, InPart, Input, Open, Params, Runs } from '@takwin/platform/http/operation';
import type { Part } from '@takwin/platform/schema/part';
import type { LicenceView } from '../licences/licence.js';
import { ApproveRun, CancelRun, PauseRun, ResumeRun, RetryRun, RunControl } from './control-run.js';
import { CountUsers, FindLicences, FindSeatPools, LicenceSearch } from '../licences/find-licences.js';
import { FindOutcomes, FindRun, RunSearch } from './find-runs.js';
import { RunStart, StartProvisioningRun } from './start-run.js';
import { Licence, Person, Programme, ProvisioningOutcomes, ProvisioningRun, SeatPools } from '../graphql-types.js';

@Resolver(() => ProvisioningRun)
export class ProvisioningRunResolver {
  constructor(
    private readonly search: RunSearch,
    private readonly start: RunStart,
    private readonly control: RunControl,
  ) {}

  @Query(() => ProvisioningRun, { nullable: true })
  @Runs(FindRun)
  provisioningRun(@By() actor: Actor, @Params(FindRun) query: FindRun) {
    return this.search.one(actor, query);
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

@Resolver(() => Licence)
export class LicenceResolver {
  constructor(private readonly search: LicenceSearch) {}

  @Query(() => SeatPools, { nullable: true })
  @Runs(FindSeatPools)
  seatPools(@By() actor: Actor, @Params(FindSeatPools) query: FindSeatPools) {
    return this.search.pools(actor, query);
  }

  @ResolveField(() => Person, { nullable: true })
  @Open('part of a licence that the caller was shown')
  person(@Parent() { personId }: LicenceView) {
    return { __typename: 'Person', id: personId };
  }
}

/** What licensing adds to a person: the licences, as far as the caller may see them. */
@Resolver(() => Person)
export class PersonLicencesResolver {
  constructor(private readonly search: LicenceSearch) {}

  @ResolveField(() => [Licence], { nullable: true })
  @Runs(FindLicences)
  licences(@Parent() { id }: { id: string }, @Context() context: GraphQLContext, @InPart() part: Part) {
    return listed(context, FindLicences, this.search.byPersons, id, part);
  }
}

@Resolver(() => Programme)
export class ProgrammeLicensingResolver {
  constructor(private readonly search: LicenceSearch) {}

  @ResolveField(() => Number, {
    nullable: true,
    description: 'Recount of distinct persons with a licence; the scoreboard must agree',
  })
  @Runs(CountUsers)
  office365Users(@By() actor: Actor, @Params(CountUsers) query: CountUsers) {
    return this.search.users(actor, query);
  }
}
