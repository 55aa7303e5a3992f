import { Module } from '@nestjs/common';
import { CredentialKeysModule } from '../credentials/credential-keys.module.js';
import { PublicController } from './public.controller.js';
import { ShowAchievementHandler } from './show-achievement.js';
import { ShowVerificationHandler } from './show-verification.js';
import { VerificationController } from './verification.controller.js';
import { VerificationResolver } from './verification.resolver.js';
import { VerifyCredentialHandler } from './verify-credential.js';

/** Whether a credential holds, for whoever was handed one. */
@Module({
  imports: [CredentialKeysModule],
  controllers: [VerificationController, PublicController],
  providers: [VerifyCredentialHandler, ShowVerificationHandler, ShowAchievementHandler, VerificationResolver],
})
export class VerificationModule {}
