import { Module } from '@nestjs/common';
import { ENVIRONMENT, readEnv, WorkEnv } from '@takwin/platform/config';
import { Database } from '@takwin/platform/postgres';
import { DirectoryWorkModule } from '../directory/directory-work.module.js';
import { ReadDirectoryHandler } from '../directory/read-directory.js';
import type { Access } from '../graph/access.js';
import type { GraphEnv } from '../graph/environment.js';
import { ACCESSES, GRAPH_ENV, GraphModule } from '../graph/graph.module.js';
import { CheckRunHandler } from './check-run.js';
import { CheckProcessor } from './check.processor.js';
import { sleep, ProvisionLicencesHandler } from './provision-licences.js';
import { ProvisioningProcessor } from './provisioning.processor.js';

const LONGEST_SLICE = 8_000;

/** Half a lock: of workers that die over and over, none loses the same job until it is taken for poison. */
const sliceOf = (source: NodeJS.ProcessEnv): number =>
  Math.min(LONGEST_SLICE, readEnv(WorkEnv, source).JOB_LOCK_SECONDS * 500);

/** What checks runs and carries them out. */
@Module({
  imports: [GraphModule, DirectoryWorkModule],
  providers: [
    {
      provide: ProvisionLicencesHandler,
      inject: [Database, ACCESSES, GRAPH_ENV, ENVIRONMENT],
      useFactory: (db: Database, accesses: Access[], env: GraphEnv, source: NodeJS.ProcessEnv) =>
        new ProvisionLicencesHandler(db, accesses, env, { sliceMs: sliceOf(source) }),
    },
    {
      provide: CheckRunHandler,
      inject: [Database, ACCESSES, GRAPH_ENV, ReadDirectoryHandler],
      useFactory: (db: Database, accesses: Access[], env: GraphEnv, directory: ReadDirectoryHandler) =>
        new CheckRunHandler(db, accesses, env, directory, sleep),
    },
    ProvisioningProcessor,
    CheckProcessor,
  ],
})
export class RunsWorkModule {}
