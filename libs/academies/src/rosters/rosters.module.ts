import { Module } from '@nestjs/common';
import { ImportAcceptance } from './accept-import.js';
import { ImportSearch } from './find-import.js';
import { ImportsController } from './imports.controller.js';

/** The files from which the registers are filled, until they are accepted. */
@Module({ controllers: [ImportsController], providers: [ImportAcceptance, ImportSearch] })
export class RostersModule {}
