import { Module } from '@nestjs/common';
import { z } from 'zod';
import { fromEnvironment } from '../config/from-environment.js';
import { Keys } from './keys.js';
import { Vault } from './vault.js';

export const VaultKeys = z.object({ CIN_ENCRYPTION_KEY: Keys });

/** Seals numbers of identity cards, and what may hold them. */
@Module({
  providers: [fromEnvironment(Vault, VaultKeys, (keys) => new Vault(keys.CIN_ENCRYPTION_KEY))],
  exports: [Vault],
})
export class VaultModule {}
