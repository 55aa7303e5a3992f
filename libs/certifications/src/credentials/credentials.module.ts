import { Module } from '@nestjs/common';
import { EventsModule } from '@takwin/platform/events';
import { CertificationResolver } from './certification.resolver.js';
import { CertificationsController } from './certifications.controller.js';
import { CountCertificationsHandler } from './count-certifications.js';
import { CredentialKeysModule } from './credential-keys.module.js';
import { CredentialResolver } from './credential.resolver.js';
import { CredentialsController } from './credentials.controller.js';
import { FindCertificationHandler } from './find-certification.js';
import { FindCredentialsHandler } from './find-credentials.js';
import { literacyCredentials, trainerCredentials, upskillingCredentials } from './follow-achievements.js';
import { PersonCredentialsResolver } from './person-credentials.resolver.js';
import { followNames } from './follow-names.js';
import { PrintCredentialHandler } from './print-credential.js';
import { Typesetter } from './print/typesetter.js';
import { ProgrammeCertificationsResolver } from './programme-certifications.resolver.js';
import { RevokeCredentialHandler } from './revoke-credential.js';
import { ShowStatusListHandler } from './show-status-list.js';

/** What proves what was achieved. */
@Module({
  imports: [
    CredentialKeysModule,
    EventsModule.follow('academies', { reactions: [followNames] }),
    EventsModule.follow('trainers', { reactions: [trainerCredentials, upskillingCredentials] }),
    EventsModule.follow('courses', { reactions: [literacyCredentials] }),
  ],
  controllers: [CredentialsController, CertificationsController],
  providers: [
    FindCredentialsHandler,
    RevokeCredentialHandler,
    ShowStatusListHandler,
    PrintCredentialHandler,
    { provide: Typesetter, useFactory: () => new Typesetter() },
    CountCertificationsHandler,
    FindCertificationHandler,
    CertificationResolver,
    CredentialResolver,
    PersonCredentialsResolver,
    ProgrammeCertificationsResolver,
  ],
})
export class CredentialsModule {}
