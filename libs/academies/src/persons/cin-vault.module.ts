import { Module } from '@nestjs/common';
import { fromEnvironment } from '@takwin/platform/config';
import { CinKeys, CinVault } from './cin.js';

/** Reads and finds the numbers of identity cards. */
@Module({
  providers: [fromEnvironment(CinVault, CinKeys, (keys) => new CinVault(keys.CIN_ENCRYPTION_KEY, keys.CIN_HASH_KEY))],
  exports: [CinVault],
})
export class CinVaultModule {}
