import { Module } from '@nestjs/common';
import { EventsModule } from '@takwin/platform/events';
import { ChangeRulesHandler } from './change-rules.js';
import { EntitlementController } from './entitlement.controller.js';
import { EntitlementResolver } from './entitlement.resolver.js';
import { ExplainEntitlementHandler } from './explain-entitlement.js';
import { academyEntitlement, personEntitlement } from './follow-entitlement.js';

/** Who may have a licence, by the programme's rules. */
@Module({
  imports: [EventsModule.follow('academies', { reactions: [academyEntitlement, personEntitlement] })],
  controllers: [EntitlementController],
  providers: [ExplainEntitlementHandler, ChangeRulesHandler, EntitlementResolver],
})
export class EntitlementModule {}
