import { Module } from '@nestjs/common';
import { EventsModule } from '@takwin/platform/events';
import { SubgraphModule } from '@takwin/platform/graphql';
import { AccountsModule } from './accounts/accounts.module.js';
import { academyCopy, personCopy } from './copies.js';
import { DirectoryModule } from './directory/directory.module.js';
import { EntitlementModule } from './entitlement/entitlement.module.js';
import { Person, Programme } from './graphql-types.js';
import { LicencesModule } from './licences/licences.module.js';
import { RunsModule } from './runs/runs.module.js';
import { OwnRecordsModule } from './own-records/own-records.module.js';

/** Seats, who may have one, and the runs that give and take them. */
@Module({
  imports: [
    SubgraphModule.extending(Person, Programme),
    OwnRecordsModule,
    EventsModule.follow('academies', { copies: [academyCopy, personCopy] }),
    RunsModule,
    LicencesModule,
    EntitlementModule,
    DirectoryModule,
    AccountsModule,
  ],
})
export class LicensingModule {}
