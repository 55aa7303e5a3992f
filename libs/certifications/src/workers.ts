import type { Workplace } from '@takwin/platform/runner/domain-service';
import type { CredentialKeys } from './credentials/keys.js';
import { RESULT_IMPORT_QUEUE, ResultImportRun } from './results/run-result-import.js';
import { CREDENTIAL_QUEUE, CredentialIssuing } from './credentials/issue-credentials.js';
import { OFFER_QUEUE, OfferedSeats } from './booking/fill-offered-seats.js';
import { LAPSE_QUEUE, VoucherLapsing } from './vouchers/lapse-vouchers.js';
import { CAMPAIGN_QUEUE, CampaignRun } from './campaigns/run-campaign.js';
import { BOOKING_QUEUE, RegistrationScheduling } from './booking/schedule-registrations.js';

/** Works the queues; the sweepers bring what was accepted and not done. */
export function workExams({ db, queues, env }: Omit<Workplace, 'source'>, keys: CredentialKeys): void {
  const scheduling = new RegistrationScheduling(db);
  const issuing = new CredentialIssuing(db, keys);
  const campaigns = new CampaignRun(db, { shift: env.JOB_LOCK_SECONDS * 500 });
  const every = env.SWEEP_SECONDS * 1000;
  const before = (): Date => new Date(db.clock.now().getTime() - every);
  queues.work(BOOKING_QUEUE, { concurrency: 1, run: ({ ids }) => scheduling.run(ids) });
  queues.sweep(BOOKING_QUEUE, { every, find: (limit) => scheduling.waiting(before(), limit) });
  const offers = new OfferedSeats(db);
  queues.work(OFFER_QUEUE, { concurrency: 1, run: ({ ids }) => offers.run(ids) });
  queues.sweep(OFFER_QUEUE, { every, find: (limit) => offers.waiting(limit) });
  const lapsing = new VoucherLapsing(db);
  queues.work(LAPSE_QUEUE, { concurrency: 1, run: ({ ids }) => lapsing.run(ids) });
  queues.sweep(LAPSE_QUEUE, { every, find: (limit) => lapsing.waiting(limit) });
  queues.work(CAMPAIGN_QUEUE, {
    concurrency: 1,
    run: async ({ ids }, signal) => {
      for (const id of ids)
        if ((await campaigns.run(id, signal)) === 'more') await queues.wake(CAMPAIGN_QUEUE, { ids: [id] });
    },
  });
  queues.sweep(CAMPAIGN_QUEUE, { every, find: (limit) => campaigns.waiting(before(), limit) });
  const imports = new ResultImportRun(db, queues);
  queues.work(RESULT_IMPORT_QUEUE, {
    concurrency: 1,
    run: async ({ ids }) => {
      for (const id of ids) await imports.run(id);
    },
  });
  queues.sweep(RESULT_IMPORT_QUEUE, { every, find: (limit) => imports.waiting(before(), limit) });
  queues.work(CREDENTIAL_QUEUE, { concurrency: 1, run: ({ ids }) => issuing.run(ids) });
  queues.sweep(CREDENTIAL_QUEUE, { every, find: (limit) => issuing.waiting(before(), limit) });
}
