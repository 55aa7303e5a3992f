import { Module } from '@nestjs/common';
import { fromEnvironment } from '@takwin/platform/config';
import { CinKeys, CinVault } from './cin.js';
import { SealCardsAnew } from './seal-anew.js';

/** Reads and finds the numbers of identity cards. */
@Module({
  providers: [fromEnvironment(CinVault, CinKeys, (keys) => CinVault.of(keys)), SealCardsAnew],
  exports: [CinVault],
})
export class CinVaultModule {}
