import { Module } from '@nestjs/common';
import { SubgraphModule } from '@takwin/platform/graphql';
import { NamedResultImports, RosterImports } from '@takwin/platform/imports';
import { CinVaultModule } from '../persons/cin-vault.module.js';
import { AcceptImportHandler } from './accept-import.js';
import { CancelImportHandler } from './cancel-import.js';
import { ConfirmImportHandler } from './confirm-import.js';
import { FindImportHandler } from './find-import.js';
import { ImportResolver } from './import.resolver.js';
import { ImportsController } from './imports.controller.js';
import { SealImportsHandler } from './seal-imports.js';

/** The files from which the registers are filled, until they are accepted. */
@Module({
  imports: [CinVaultModule, SubgraphModule.extending(RosterImports, NamedResultImports)],
  controllers: [ImportsController],
  providers: [
    SealImportsHandler,
    AcceptImportHandler,
    FindImportHandler,
    ConfirmImportHandler,
    CancelImportHandler,
    ImportResolver,
  ],
})
export class RostersModule {}
