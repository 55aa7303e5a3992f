import { Module } from '@nestjs/common';
import { DemandFileKeys } from './demand-file-keys.js';
import { CinVaultModule } from '../persons/cin-vault.module.js';
import { ImportProcessor } from './import.processor.js';
import { RunImportHandler } from './run-import.js';
import { SealImportsProcessor } from './seal-imports.processor.js';

/** What imports the files that were accepted. */
@Module({
  imports: [CinVaultModule],
  providers: [DemandFileKeys, RunImportHandler, ImportProcessor, SealImportsProcessor],
})
export class RostersWorkModule {}
