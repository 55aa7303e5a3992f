import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { CampaignOpeningView, CampaignSeatsView, CampaignView } from './campaign.js';
import { ControlCampaignHandler, CancelCampaign, ReplanCampaign } from './control-campaign.js';
import {
  FindCampaignsHandler,
  FindCampaign,
  FindCampaignOpenings,
  FindCampaigns,
  FindCampaignSeats,
} from './find-campaigns.js';
import { PlanCampaignHandler, PlanCampaign } from './plan-campaign.js';

@Controller('v1/campaigns')
export class CampaignsController {
  constructor(
    private readonly search: FindCampaignsHandler,
    private readonly planning: PlanCampaignHandler,
    private readonly control: ControlCampaignHandler,
  ) {}

  @Get()
  @Runs(FindCampaigns, pageOf(CampaignView))
  find(@By() actor: Actor, @Request(FindCampaigns) query: FindCampaigns) {
    return this.search.run(actor, query);
  }

  @Post()
  @Runs(PlanCampaign, CampaignView, 202)
  plan(@By() actor: Actor, @Request(PlanCampaign) command: PlanCampaign) {
    return this.planning.run(actor, command);
  }

  @Get(':id')
  @Runs(FindCampaign, CampaignView)
  one(@By() actor: Actor, @Request(FindCampaign) query: FindCampaign) {
    return this.search.one(actor, query);
  }

  @Get(':id/seats')
  @Runs(FindCampaignSeats, pageOf(CampaignSeatsView))
  seats(@By() actor: Actor, @Request(FindCampaignSeats) query: FindCampaignSeats) {
    return this.search.seats(actor, query);
  }

  @Get(':id/openings')
  @Runs(FindCampaignOpenings, pageOf(CampaignOpeningView))
  openings(@By() actor: Actor, @Request(FindCampaignOpenings) query: FindCampaignOpenings) {
    return this.search.openings(actor, query);
  }

  @Post(':id/cancel')
  @Runs(CancelCampaign, CampaignView)
  cancel(@By() actor: Actor, @Request(CancelCampaign) command: CancelCampaign) {
    return this.control.cancel(actor, command);
  }

  @Post(':id/replan')
  @Runs(ReplanCampaign, CampaignView, 202)
  replan(@By() actor: Actor, @Request(ReplanCampaign) command: ReplanCampaign) {
    return this.control.replan(actor, command);
  }
}
