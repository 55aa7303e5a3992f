import { Module } from '@nestjs/common';
import { CampaignResolver } from './campaign.resolver.js';
import { CampaignsController } from './campaigns.controller.js';
import { ControlCampaignHandler } from './control-campaign.js';
import { FindCampaignsHandler } from './find-campaigns.js';
import { PlanCampaignHandler } from './plan-campaign.js';

/** Exams for many at once, until they are accepted. */
@Module({
  controllers: [CampaignsController],
  providers: [PlanCampaignHandler, FindCampaignsHandler, ControlCampaignHandler, CampaignResolver],
})
export class CampaignsModule {}
