import { Module } from '@nestjs/common';
import { CampaignResolver } from './campaign.resolver.js';
import { CampaignsController } from './campaigns.controller.js';
import { CampaignControl } from './control-campaign.js';
import { CampaignSearch } from './find-campaigns.js';
import { CampaignPlanning } from './plan-campaign.js';

/** Exams for many at once, until they are accepted. */
@Module({
  controllers: [CampaignsController],
  providers: [CampaignPlanning, CampaignSearch, CampaignControl, CampaignResolver],
})
export class CampaignsModule {}
