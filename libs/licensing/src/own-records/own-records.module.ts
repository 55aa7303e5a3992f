import { Module } from '@nestjs/common';
import { OwnRecordsController } from './own-records.controller.js';
import { ReadOwnLicencesHandler } from './read-own-records.js';

/** What a person reads of what is kept of them here. */
@Module({ controllers: [OwnRecordsController], providers: [ReadOwnLicencesHandler] })
export class OwnRecordsModule {}
