import { Module } from '@nestjs/common';
import { EventsModule } from '@takwin/platform/events/events.module';
import { RuleBook } from './change-rules.js';
import { EntitlementController } from './entitlement.controller.js';
import { EntitlementResolver } from './entitlement.resolver.js';
import { EntitlementExplanation } from './explain-entitlement.js';
import { academyEntitlement, personEntitlement } from './follow-entitlement.js';

/** Who may have a licence, by the programme's rules. */
@Module({
  imports: [EventsModule.follow('academies', { reactions: [academyEntitlement, personEntitlement] })],
  controllers: [EntitlementController],
  providers: [EntitlementExplanation, RuleBook, EntitlementResolver],
})
export class EntitlementModule {}
