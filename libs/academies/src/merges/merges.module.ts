import { Module } from '@nestjs/common';
import { CinVaultModule } from '../persons/cin-vault.module.js';
import { PersonsModule } from '../persons/persons.module.js';
import { FindMergesHandler } from './find-merges.js';
import { MergePersonsHandler } from './merge-persons.js';
import { MergeResolver } from './merge.resolver.js';
import { MergesController } from './merges.controller.js';
import { UndoMergeHandler } from './undo-merge.js';

/** Records that turned out to be of one person. */
@Module({
  imports: [PersonsModule, CinVaultModule],
  controllers: [MergesController],
  providers: [FindMergesHandler, MergePersonsHandler, UndoMergeHandler, MergeResolver],
})
export class MergesModule {}
