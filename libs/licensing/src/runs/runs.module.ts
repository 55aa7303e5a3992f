import { Module } from '@nestjs/common';
import { RunControl } from './control-run.js';
import { RunSearch } from './find-runs.js';
import { ProvisioningRunResolver } from './provisioning-run.resolver.js';
import { ProvisioningRunsController } from './provisioning-runs.controller.js';
import { RunStartModule } from './start-run.module.js';

/** The runs that give and take licences. */
@Module({
  imports: [RunStartModule],
  controllers: [ProvisioningRunsController],
  providers: [RunControl, RunSearch, ProvisioningRunResolver],
})
export class RunsModule {}
