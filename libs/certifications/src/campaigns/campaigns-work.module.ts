import { Module } from '@nestjs/common';
import { ENVIRONMENT, readEnv, WorkEnv } from '@takwin/platform/config';
import { Database } from '@takwin/platform/postgres';
import { CampaignProcessor } from './campaign.processor.js';
import { RunCampaignHandler } from './run-campaign.js';

/** What plans campaigns and books what was planned, half a lock at a time. */
@Module({
  providers: [
    {
      provide: RunCampaignHandler,
      inject: [Database, ENVIRONMENT],
      useFactory: (db: Database, source: NodeJS.ProcessEnv) =>
        new RunCampaignHandler(db, { shift: readEnv(WorkEnv, source).JOB_LOCK_SECONDS * 500 }),
    },
    CampaignProcessor,
  ],
})
export class CampaignsWorkModule {}
