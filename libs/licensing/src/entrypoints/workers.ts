import type { Workplace } from '@takwin/platform/runner/domain-service';
import { accessesOf } from '../graph/access.js';
import type { GraphEnv } from '../graph/environment.js';
import { Provisioning } from '../use-cases/provision.js';
import { PROVISIONING_QUEUE } from '../use-cases/queues.js';

/** Works the runs; the sweeper brings those that are not done and that nobody holds. */
export function workProvisioning(
  { db, queues, env }: Pick<Workplace, 'db' | 'queues' | 'env'>,
  graphEnv: GraphEnv,
): void {
  const accesses = accessesOf(graphEnv, () => db.clock.now());
  const provisioning = new Provisioning(db, accesses, graphEnv);
  queues.work(PROVISIONING_QUEUE, {
    concurrency: 2,
    run: async ({ ids }, signal) => {
      if ((await provisioning.run(signal)) === 'more') await queues.wake(PROVISIONING_QUEUE, { ids: ids.slice(0, 1) });
    },
  });
  queues.sweep(PROVISIONING_QUEUE, { every: env.SWEEP_SECONDS * 1000, find: (limit) => provisioning.waiting(limit) });
}
