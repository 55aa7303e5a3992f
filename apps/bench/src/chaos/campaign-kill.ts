import { setTimeout as pause } from 'node:timers/promises';
import { Campaign, campaignFaults } from '../bench/campaign/store-campaign.js';
import type { Trial } from '../registry.js';
import { copied, withTestCluster, populate, type TestCluster } from './test-cluster.js';

const PERSONS = 12_000;
// Twice as often as one job may lose its worker before it is held for deadly.
const KILLS = 12;
const DAY = 86_400_000;

// Short leases and sweeps, so that what a killed worker held comes back within the test.
const ENV = { SWEEP_SECONDS: '1', JOB_LOCK_SECONDS: '2' };

/** The scheduler is killed twelve times while it plans a campaign, opens its sittings and books 12,000 persons into them. */
export const campaignKill: Trial = {
  about:
    'kill -9 of the scheduler 12 times during a campaign of 12,000 that opens its sittings [--backend postgres|redis]',
  run: (args) =>
    withTestCluster(args, ENV, async (ground) => {
      const { persons } = await populate(ground, PERSONS);
      await copied(ground, ['certifications']);
      const { id } = Campaign.parse(
        await ground.api.post('/v1/campaigns', {
          examCodes: ['MO-200'],
          persons,
          earliest: new Date(Date.now() + DAY).toISOString(),
          latest: new Date(Date.now() + 60 * DAY).toISOString(),
          consent: true,
          opening: { minutes: 90 },
        }),
      );
      const kills = await killUntilDone(ground, id);
      const { state, requested, booked, waitlisted, refused, opened } = await campaignOf(ground, id);
      const values = {
        requested,
        booked,
        lost: requested - booked - waitlisted - refused,
        kills,
        opened,
        opened_unused: await unused(ground, id),
        faults: await campaignFaults(ground, id, booked),
      };
      const { lost, opened_unused, faults } = values;
      const holds = state === 'done' && booked > 0 && [lost, opened_unused, faults].every((count) => count === 0);
      return { values, holds: holds && kills >= KILLS };
    }),
};

const campaignOf = async ({ api }: TestCluster, id: string) => Campaign.parse(await api.get(`/v1/campaigns/${id}`));

// Once as it begins to plan, and then whenever it has opened or booked more than when it was killed before.
async function killUntilDone(ground: TestCluster, id: string): Promise<number> {
  const worker = ground.cluster.apps['exam-scheduler']!;
  let kills = 0;
  let reached = -1;
  for (const deadline = Date.now() + 240_000; Date.now() < deadline;) {
    await pause(100);
    const { state, booked, opened } = await campaignOf(ground, id);
    if (state === 'done') return kills;
    if (kills === KILLS || booked + opened === reached) continue;
    reached = booked + opened;
    process.stdout.write(`${String(booked).padStart(6)} of ${PERSONS}, ${opened} sittings: killed\n`);
    await worker.kill('SIGKILL');
    kills++;
    await worker.restart();
  }
  throw new Error('the campaign did not end within four minutes');
}

async function unused({ sql }: TestCluster, campaignId: string): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(
    `select count(*)::int as count from certifications.sitting where campaign_id = $1 and state = 'open' and taken = 0`,
    [campaignId],
  );
  return rows[0]!.count;
}
