import { ResolveReference, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { batched, type GraphQLContext, Mutation, Query } from '@takwin/platform/graphql';
import { By, Input, Params, Runs } from '@takwin/platform/http';
import { ControlCampaignHandler, CancelCampaign, ReplanCampaign } from './control-campaign.js';
import {
  FindCampaignsHandler,
  FindCampaign,
  FindCampaignOpenings,
  FindCampaigns,
  FindCampaignSeats,
} from './find-campaigns.js';
import { PlanCampaignHandler, PlanCampaign } from './plan-campaign.js';
import { Campaign, CampaignOpenings, Campaigns, CampaignSeats } from '../graphql-types.js';

@Resolver(() => Campaign)
export class CampaignResolver {
  constructor(
    private readonly search: FindCampaignsHandler,
    private readonly planning: PlanCampaignHandler,
    private readonly control: ControlCampaignHandler,
  ) {}

  @Query(() => Campaigns, { nullable: true })
  @Runs(FindCampaigns)
  campaigns(@By() actor: Actor, @Params(FindCampaigns) query: FindCampaigns) {
    return this.search.run(actor, query);
  }

  @Query(() => Campaign, { nullable: true })
  @Runs(FindCampaign)
  campaign(@By() actor: Actor, @Params(FindCampaign) query: FindCampaign) {
    return this.search.one(actor, query);
  }

  @Query(() => CampaignSeats, { nullable: true })
  @Runs(FindCampaignSeats)
  campaignSeats(@By() actor: Actor, @Params(FindCampaignSeats) query: FindCampaignSeats) {
    return this.search.seats(actor, query);
  }

  @Query(() => CampaignOpenings, { nullable: true })
  @Runs(FindCampaignOpenings)
  campaignOpenings(@By() actor: Actor, @Params(FindCampaignOpenings) query: FindCampaignOpenings) {
    return this.search.openings(actor, query);
  }

  @ResolveReference()
  @Runs(FindCampaign)
  reference({ id }: { id: string }, context: GraphQLContext) {
    return batched(context, FindCampaign, this.search.byIds, id);
  }

  @Mutation(() => Campaign)
  @Runs(PlanCampaign)
  planCampaign(@By() actor: Actor, @Input(PlanCampaign) command: PlanCampaign) {
    return this.planning.run(actor, command);
  }

  @Mutation(() => Campaign)
  @Runs(CancelCampaign)
  cancelCampaign(@By() actor: Actor, @Input(CancelCampaign) command: CancelCampaign) {
    return this.control.cancel(actor, command);
  }

  @Mutation(() => Campaign)
  @Runs(ReplanCampaign)
  replanCampaign(@By() actor: Actor, @Input(ReplanCampaign) command: ReplanCampaign) {
    return this.control.replan(actor, command);
  }
}
