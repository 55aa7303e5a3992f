import { Module } from '@nestjs/common';
import { Queues } from '@takwin/platform/jobs';
import { Database } from '@takwin/platform/postgres';
import type { Access } from '../graph/access.js';
import type { GraphEnv } from '../graph/environment.js';
import { ACCESSES, GRAPH_ENV, GraphModule } from '../graph/graph.module.js';
import { sleep } from '../runs/provision-licences.js';
import { StartRunHandler } from '../runs/start-run.js';
import { RunStartModule } from '../runs/start-run.module.js';
import { DirectoryProcessor } from './directory.processor.js';
import { ReadDirectoryHandler } from './read-directory.js';

/** What reads the tenants' directories, and mends what has drifted. */
@Module({
  imports: [GraphModule, RunStartModule],
  providers: [
    {
      provide: ReadDirectoryHandler,
      inject: [Database, ACCESSES, GRAPH_ENV, StartRunHandler, Queues],
      useFactory: (db: Database, accesses: Access[], env: GraphEnv, starting: StartRunHandler, queues: Queues) => {
        const { DRIFT_MEND: mends, DIRECTORY_SYNC_HOURS: everyHours } = env;
        return new ReadDirectoryHandler(db, accesses, env, { starting, queues, mends, everyHours, pause: sleep });
      },
    },
    DirectoryProcessor,
  ],
  exports: [ReadDirectoryHandler],
})
export class DirectoryWorkModule {}
