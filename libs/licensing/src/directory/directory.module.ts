import { Module } from '@nestjs/common';
import { FindDriftHandler } from './find-drift.js';
import { LicenceDriftController } from './licence-drift.controller.js';
import { LicenceDriftResolver } from './licence-drift.resolver.js';

/** Where a tenant's directory differs from our licences. */
@Module({ controllers: [LicenceDriftController], providers: [FindDriftHandler, LicenceDriftResolver] })
export class DirectoryModule {}
