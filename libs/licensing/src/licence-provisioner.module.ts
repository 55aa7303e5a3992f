import { Module } from '@nestjs/common';
import { DirectoryWorkModule } from './directory/directory-work.module.js';
import { EntitlementWorkModule } from './entitlement/entitlement-work.module.js';
import { RunsWorkModule } from './runs/runs-work.module.js';

/** What carries out the runs, in as many processes as one likes. */
@Module({ imports: [RunsWorkModule, EntitlementWorkModule, DirectoryWorkModule] })
export class LicenceProvisionerModule {}
