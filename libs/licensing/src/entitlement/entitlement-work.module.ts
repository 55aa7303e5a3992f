import { Module } from '@nestjs/common';
import { ENVIRONMENT, readEnv } from '@takwin/platform/config';
import { Queues } from '@takwin/platform/jobs';
import { Database } from '@takwin/platform/postgres';
import { EntitlementEnv } from '../environment.js';
import { StartRunHandler } from '../runs/start-run.js';
import { RunStartModule } from '../runs/start-run.module.js';
import { EntitlementProcessor } from './entitlement.processor.js';
import { ReviewEntitlementsHandler } from './review-entitlements.js';

/** What lets licences follow entitlement. */
@Module({
  imports: [RunStartModule],
  providers: [
    {
      provide: ReviewEntitlementsHandler,
      inject: [Database, StartRunHandler, Queues, ENVIRONMENT],
      useFactory: (db: Database, starting: StartRunHandler, queues: Queues, source: NodeJS.ProcessEnv) =>
        new ReviewEntitlementsHandler(
          db,
          starting,
          queues,
          readEnv(EntitlementEnv, source).ENTITLEMENT_REST_SECONDS * 1_000,
        ),
    },
    EntitlementProcessor,
  ],
})
export class EntitlementWorkModule {}
