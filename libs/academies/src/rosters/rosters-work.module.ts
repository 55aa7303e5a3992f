import { Module } from '@nestjs/common';
import { CinVaultModule } from '../persons/cin-vault.module.js';
import { ImportProcessor } from './import.processor.js';
import { ImportRun } from './run-import.js';

/** What imports the files that were accepted. */
@Module({ imports: [CinVaultModule], providers: [ImportRun, ImportProcessor] })
export class RostersWorkModule {}
