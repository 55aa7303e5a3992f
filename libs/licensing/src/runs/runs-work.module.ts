import { Module } from '@nestjs/common';
import { readEnv, WorkEnv } from '@takwin/platform/config/env';
import { ENVIRONMENT } from '@takwin/platform/config/from-environment';
import { Database } from '@takwin/platform/postgres/database';
import { DirectoryWorkModule } from '../directory/directory-work.module.js';
import { DirectoryReading } from '../directory/read-directory.js';
import type { Access } from '../graph/access.js';
import type { GraphEnv } from '../graph/environment.js';
import { ACCESSES, GRAPH_ENV, GraphModule } from '../graph/graph.module.js';
import { RunCheck } from './check-run.js';
import { CheckProcessor } from './check.processor.js';
import { nap, Provisioning } from './provision-licences.js';
import { ProvisioningProcessor } from './provisioning.processor.js';

const LONGEST_SHIFT = 8_000;

/** Half a lock: of workers that die over and over, none loses the same job until it is taken for poison. */
const shiftOf = (source: NodeJS.ProcessEnv): number =>
  Math.min(LONGEST_SHIFT, readEnv(WorkEnv, source).JOB_LOCK_SECONDS * 500);

/** What checks runs and carries them out. */
@Module({
  imports: [GraphModule, DirectoryWorkModule],
  providers: [
    {
      provide: Provisioning,
      inject: [Database, ACCESSES, GRAPH_ENV, ENVIRONMENT],
      useFactory: (db: Database, accesses: Access[], env: GraphEnv, source: NodeJS.ProcessEnv) =>
        new Provisioning(db, accesses, env, { shift: shiftOf(source) }),
    },
    {
      provide: RunCheck,
      inject: [Database, ACCESSES, GRAPH_ENV, DirectoryReading],
      useFactory: (db: Database, accesses: Access[], env: GraphEnv, directory: DirectoryReading) =>
        new RunCheck(db, accesses, env, directory, nap),
    },
    ProvisioningProcessor,
    CheckProcessor,
  ],
})
export class RunsWorkModule {}
