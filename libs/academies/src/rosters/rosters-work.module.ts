import { Module } from '@nestjs/common';
import { CinVaultModule } from '../persons/cin-vault.module.js';
import { ImportProcessor } from './import.processor.js';
import { RunImportHandler } from './run-import.js';
import { SealImportsHandler } from './seal-imports.js';
import { SealImportsProcessor } from './seal-imports.processor.js';

/** What imports the files that were accepted. */
@Module({
  imports: [CinVaultModule],
  providers: [SealImportsHandler, RunImportHandler, ImportProcessor, SealImportsProcessor],
})
export class RostersWorkModule {}
