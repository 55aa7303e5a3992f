import { Module } from '@nestjs/common';
import { AcceptImportHandler } from './accept-import.js';
import { FindImportHandler } from './find-import.js';
import { ImportsController } from './imports.controller.js';

/** The files from which the registers are filled, until they are accepted. */
@Module({ controllers: [ImportsController], providers: [AcceptImportHandler, FindImportHandler] })
export class RostersModule {}
