import { Module } from '@nestjs/common';
import { fromEnvironment } from '@takwin/platform/config';
import { LicensingEnv } from '../environment.js';
import { HandOverSecretsHandler } from './hand-over-secrets.js';
import { InitialSecretsController } from './initial-secrets.controller.js';
import { SecretKey } from './keep-initial-secrets.js';

/** The first passwords of new accounts. */
@Module({
  controllers: [InitialSecretsController],
  providers: [
    HandOverSecretsHandler,
    fromEnvironment(SecretKey, LicensingEnv, ({ INITIAL_SECRET_KEY }) => new SecretKey(INITIAL_SECRET_KEY)),
  ],
})
export class AccountsModule {}
