import type { Workplace } from '@takwin/platform/runner/domain-service';
import type { GraphEnv } from '../graph/environment.js';
import { GraphClient } from '../graph/graph-client.js';
import { Provisioning, PROVISIONING_QUEUE } from '../use-cases/provision.js';

/** Works the runs; the sweeper brings those that are not done and that nobody holds. */
export function workProvisioning(
  { db, queues, env }: Pick<Workplace, 'db' | 'queues' | 'env'>,
  graphEnv: GraphEnv,
): void {
  const graph = new GraphClient(graphEnv, () => db.clock.now());
  const provisioning = new Provisioning(db, graph, graphEnv);
  queues.work(PROVISIONING_QUEUE, {
    concurrency: 2,
    run: async ({ ids }, signal) => {
      for (const id of ids)
        if ((await provisioning.run(id, signal)) === 'more') await queues.wake(PROVISIONING_QUEUE, { ids: [id] });
    },
  });
  queues.sweep(PROVISIONING_QUEUE, { every: env.SWEEP_SECONDS * 1000, find: (limit) => provisioning.waiting(limit) });
}
