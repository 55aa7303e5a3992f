import { Module } from '@nestjs/common';
import { CredentialKeysModule } from '../credentials/credential-keys.module.js';
import { PublicController } from './public.controller.js';
import { PublicVerification } from './show-verification.js';
import { VerificationController } from './verification.controller.js';
import { VerificationResolver } from './verification.resolver.js';
import { CredentialVerification } from './verify-credential.js';

/** Whether a credential holds, for whoever was handed one. */
@Module({
  imports: [CredentialKeysModule],
  controllers: [VerificationController, PublicController],
  providers: [CredentialVerification, PublicVerification, VerificationResolver],
})
export class VerificationModule {}
