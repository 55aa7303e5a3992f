import { Module } from '@nestjs/common';
import { EventsModule } from '@takwin/platform/events/events.module';
import { CertificationCount } from './count-certifications.js';
import { CredentialKeysModule } from './credential-keys.module.js';
import { CredentialResolver } from './credential.resolver.js';
import { CredentialsController } from './credentials.controller.js';
import { CredentialSearch } from './find-credentials.js';
import { literacyCredentials, trainerCredentials } from './follow-achievements.js';
import { PersonCredentialsResolver } from './person-credentials.resolver.js';
import { CredentialPrinting } from './print-credential.js';
import { Typesetter } from './print/typesetter.js';
import { ProgrammeCertificationsResolver } from './programme-certifications.resolver.js';
import { CredentialAdministration } from './revoke-credential.js';
import { StatusLists } from './show-status-list.js';

/** What proves what was achieved. */
@Module({
  imports: [
    CredentialKeysModule,
    EventsModule.follow('trainers', { reactions: [trainerCredentials] }),
    EventsModule.follow('courses', { reactions: [literacyCredentials] }),
  ],
  controllers: [CredentialsController],
  providers: [
    CredentialSearch,
    CredentialAdministration,
    StatusLists,
    CredentialPrinting,
    { provide: Typesetter, useFactory: () => new Typesetter() },
    CertificationCount,
    CredentialResolver,
    PersonCredentialsResolver,
    ProgrammeCertificationsResolver,
  ],
})
export class CredentialsModule {}
