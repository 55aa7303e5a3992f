import { Module } from '@nestjs/common';
import { fromEnvironment } from '@takwin/platform/config';
import { CredentialEnv, CredentialKeys } from './keys.js';

/** The keys that sign credentials and prove them. */
@Module({
  providers: [fromEnvironment(CredentialKeys, CredentialEnv, (env) => CredentialKeys.from(env))],
  exports: [CredentialKeys],
})
export class CredentialKeysModule {}
