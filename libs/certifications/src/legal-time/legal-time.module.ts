import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { Database } from '@takwin/platform/postgres';
import { LOG, type Log } from '@takwin/platform/telemetry';
import { checkLegalTime, warnOfDatabaseRules } from './check-legal-time.js';
import { LegalTimeController } from './legal-time.controller.js';
import { LegalTimeResolver } from './legal-time.resolver.js';
import { RetimeSittingsHandler } from './retime-sittings.js';
import { SetCalendarHandler } from './set-calendar.js';

/** Morocco's hours and holidays. Refuses to start where Node's zone rules are older than the decrees. */
@Module({
  controllers: [LegalTimeController],
  providers: [SetCalendarHandler, RetimeSittingsHandler, LegalTimeResolver],
})
export class LegalTimeModule implements OnModuleInit {
  constructor(
    private readonly db: Database,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async onModuleInit(): Promise<void> {
    checkLegalTime();
    await warnOfDatabaseRules(this.db, this.log);
  }
}
