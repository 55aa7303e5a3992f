import { Module } from '@nestjs/common';
import { ControlRunHandler } from './control-run.js';
import { FindRunsHandler } from './find-runs.js';
import { ProvisioningRunResolver } from './provisioning-run.resolver.js';
import { ProvisioningRunsController } from './provisioning-runs.controller.js';
import { RunStartModule } from './start-run.module.js';

/** The runs that give and take licences. */
@Module({
  imports: [RunStartModule],
  controllers: [ProvisioningRunsController],
  providers: [ControlRunHandler, FindRunsHandler, ProvisioningRunResolver],
})
export class RunsModule {}
