import type { Workplace } from '@takwin/platform/runner/domain-service';
import { accessesOf } from './graph/access.js';
import type { GraphEnv } from './graph/environment.js';
import { RunPolicy } from './runs/run-policy.js';
import { RunCheck } from './runs/check-run.js';
import { nap, Provisioning } from './runs/provision-licences.js';
import { CHECK_QUEUE, DIRECTORY_QUEUE, ENTITLEMENT_QUEUE, PROVISIONING_QUEUE } from './queues.js';
import { DirectoryReading } from './directory/read-directory.js';
import { EntitlementReview } from './entitlement/review-entitlements.js';
import { RunStart } from './runs/start-run.js';
import type { EntitlementEnv, LicensingEnv } from './environment.js';

const LONGEST_SHIFT = 8_000;

/** Works the runs, and lets licences follow entitlement; sweepers bring what is not done and what nobody holds. */
export function workProvisioning(
  { db, queues, env }: Pick<Workplace, 'db' | 'queues' | 'env'>,
  graphEnv: GraphEnv,
  { RUN_APPROVAL_ABOVE, RUN_METHOD }: LicensingEnv,
  { ENTITLEMENT_REST_SECONDS }: EntitlementEnv,
): void {
  const accesses = accessesOf(graphEnv, () => db.clock.now());
  // Half a lock: of workers that die over and over, none loses the same job until it is taken for poison.
  const shift = Math.min(LONGEST_SHIFT, env.JOB_LOCK_SECONDS * 500);
  const provisioning = new Provisioning(db, accesses, graphEnv, { shift });
  queues.work(PROVISIONING_QUEUE, {
    concurrency: 2,
    run: async ({ ids }, signal) => {
      if ((await provisioning.run(signal)) === 'more') await queues.wake(PROVISIONING_QUEUE, { ids: ids.slice(0, 1) });
    },
  });
  const every = env.SWEEP_SECONDS * 1_000;
  queues.sweep(PROVISIONING_QUEUE, { every, find: (limit) => provisioning.waiting(limit) });

  const starting = new RunStart(db, queues, new RunPolicy(RUN_APPROVAL_ABOVE, RUN_METHOD));
  const review = new EntitlementReview(db, starting, queues, ENTITLEMENT_REST_SECONDS * 1_000);
  queues.work(ENTITLEMENT_QUEUE, { concurrency: 1, run: () => review.run() });
  queues.sweep(ENTITLEMENT_QUEUE, { every, find: () => review.due() });

  const about = { starting, queues, mends: graphEnv.DRIFT_MEND, everyHours: graphEnv.DIRECTORY_SYNC_HOURS, pause: nap };
  const directory = new DirectoryReading(db, accesses, graphEnv, about);
  queues.work(DIRECTORY_QUEUE, { concurrency: 1, run: ({ ids }) => each(ids, (id) => directory.reconcile(id)) });
  queues.sweep(DIRECTORY_QUEUE, { every, find: () => directory.due() });

  const check = new RunCheck(db, accesses, graphEnv, directory, nap);
  queues.work(CHECK_QUEUE, { concurrency: 1, run: ({ ids }) => each(ids, (id) => check.run(id)) });
  queues.sweep(CHECK_QUEUE, { every, find: (limit) => check.waiting(limit) });
}

async function each(ids: readonly string[], work: (id: string) => Promise<void>): Promise<void> {
  for (const id of ids) await work(id);
}
