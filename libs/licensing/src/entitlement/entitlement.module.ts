import { Module } from '@nestjs/common';
import { ENVIRONMENT, readEnv } from '@takwin/platform/config';
import { Words } from '@takwin/platform/errors';
import { EventsModule } from '@takwin/platform/events';
import { Database } from '@takwin/platform/postgres';
import { ChangeRulesHandler } from './change-rules.js';
import { EntitlementController } from './entitlement.controller.js';
import {
  EntitlementResolver,
  LicenceExplanationResolver,
  PersonLicenceExplanationResolver,
} from './entitlement.resolver.js';
import { ExplainEntitlementHandler } from './explain-entitlement.js';
import { ExplainLicenceHandler } from './explain-licence.js';
import { EntitlementEnv } from '../environment.js';
import { academyEntitlement, personEntitlement } from './follow-entitlement.js';
import { followMerges } from './follow-merges.js';

/** Who may have a licence, by the programme's rules. */
@Module({
  imports: [EventsModule.follow('academies', { reactions: [followMerges, academyEntitlement, personEntitlement] })],
  controllers: [EntitlementController],
  providers: [
    ExplainEntitlementHandler,
    ChangeRulesHandler,
    {
      provide: ExplainLicenceHandler,
      inject: [Database, Words, ENVIRONMENT],
      useFactory: (db: Database, words: Words, source: NodeJS.ProcessEnv) =>
        new ExplainLicenceHandler(db, words, readEnv(EntitlementEnv, source).ENTITLEMENT_REST_SECONDS * 1_000),
    },
    EntitlementResolver,
    LicenceExplanationResolver,
    PersonLicenceExplanationResolver,
  ],
})
export class EntitlementModule {}
