import { Module } from '@nestjs/common';
import { readEnv } from '@takwin/platform/config/env';
import { ENVIRONMENT } from '@takwin/platform/config/from-environment';
import { Queues } from '@takwin/platform/jobs/queues';
import { Database } from '@takwin/platform/postgres/database';
import { EntitlementEnv } from '../environment.js';
import { RunStart } from '../runs/start-run.js';
import { RunStartModule } from '../runs/start-run.module.js';
import { EntitlementProcessor } from './entitlement.processor.js';
import { EntitlementReview } from './review-entitlements.js';

/** What lets licences follow entitlement. */
@Module({
  imports: [RunStartModule],
  providers: [
    {
      provide: EntitlementReview,
      inject: [Database, RunStart, Queues, ENVIRONMENT],
      useFactory: (db: Database, starting: RunStart, queues: Queues, source: NodeJS.ProcessEnv) =>
        new EntitlementReview(db, starting, queues, readEnv(EntitlementEnv, source).ENTITLEMENT_REST_SECONDS * 1_000),
    },
    EntitlementProcessor,
  ],
})
export class EntitlementWorkModule {}
