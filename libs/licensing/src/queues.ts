import type { Queues } from '@takwin/platform/jobs';

export const PROVISIONING_QUEUE = 'provisioning';
/** Runs that are checked against the tenant before they may be approved. */
export const CHECK_QUEUE = 'provisioning-checks';

/** Licences that follow entitlement by themselves. */
export const ENTITLEMENT_QUEUE = 'entitlements';

/** Directories that are read and compared with our licences. */
export const DIRECTORY_QUEUE = 'directories';

const MOST_WORKERS = 4;
const PERSONS_PER_WORKER = 2_000;

/** Wakes as many workers as a run of this size keeps busy. */
export async function wakeProvisioners(queues: Queues, runId: string, persons: number): Promise<void> {
  const workers = Math.min(MOST_WORKERS, Math.max(1, Math.ceil(persons / PERSONS_PER_WORKER)));
  await queues.wake(PROVISIONING_QUEUE, { ids: Array.from({ length: workers }, () => runId) }, { chunk: 1 });
}
