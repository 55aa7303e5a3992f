import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { demandOf } from '@takwin/certifications/campaigns/planner/demand';
import { planCampaign } from '@takwin/certifications/campaigns/planner/plan';
import { costOfLevels, levelsOf } from '@takwin/certifications/campaigns/planner/prices';
import { seatingNetwork } from '@takwin/certifications/campaigns/planner/seating-network';
import { z } from 'zod';
import { withTestCluster } from '../chaos/test-cluster.js';
import type { Trial } from '../registry.js';
import { againstHighs } from './campaign/against-highs.js';
import { greedySeating } from './campaign/greedy.js';
import { storeCampaign } from './campaign/store-campaign.js';
import { syntheticCampaign } from './campaign/synthetic-campaign.js';

const SMALL = { people: 2_000, sittings: 120, days: 30 };
const USUAL = { people: 20_000, sittings: 1_200, days: 30 };
const TAUGHT = { ...USUAL, teachers: 4 };
const LARGE = { people: 200_000, sittings: 12_000, days: 60 };
const OPENINGS = { people: 20_000, sittings: 0, days: 30 };
const MIXED = { people: 20_000, sittings: 300, days: 30 };

/** Plans of three sizes, the same flow by highs, a greedy plan, the opening of sittings, and a campaign stored by a cluster. */
export const campaign: Trial = {
  about:
    'campaigns: planning 2,000 to 200,000, against highs and greedy, opening sittings, storing 20,000 [--no-store]',
  run: async (args) => {
    const small = await alone('seats', SMALL);
    const usual = await median(() => alone('seats', USUAL));
    const large = await alone('seats', LARGE);
    tell('plan of', SMALL, small);
    tell('plan of', USUAL, usual);
    tell('plan of', LARGE, large);
    const taught = await alone('seats', TAUGHT);
    tell('plan with teachers who proctor, of', TAUGHT, taught);
    const coupled = await alone('openings', OPENINGS);
    tell('openings for', OPENINGS, coupled);
    const mixed = await alone('openings', MIXED);
    tell('openings for', MIXED, mixed);

    const problem = syntheticCampaign(USUAL);
    const greedy = costOfLevels(levelsOf(problem, greedySeating(problem)), planCampaign(problem).prices);
    const flow = await againstHighs(seatingNetwork(problem, demandOf(problem, new Set()), new Set()).network);
    const values: Record<string, number> = {
      plan_s_2k: round(small.seconds),
      plan_s_20k: round(usual.seconds),
      plan_cpu_s_20k: round(usual.cpuSeconds),
      gap_20k: usual.gap,
      highs_ratio: round(flow.ratio),
      flow_cpu_s: round(flow.ours),
      highs_cpu_s: round(flow.theirs),
      greedy_cost_ratio: round(greedy / usual.cost),
      plan_s_200k: round(large.seconds),
      plan_cpu_s_200k: round(large.cpuSeconds),
      rss_mb_200k: Math.round(large.rssMb),
      gap_200k: large.gap,
      taught_s_20k: round(taught.seconds),
      taught_gap_20k: round(taught.gap, 5),
      coupled_gap: round(coupled.gap, 5),
      coupled_s: round(coupled.seconds),
      coupled_cpu_s: round(coupled.cpuSeconds),
      mixed_gap: round(mixed.gap, 5),
      mixed_s: round(mixed.seconds),
    };
    if (args.includes('--no-store')) return { values, holds: flow.agree };
    const stored = await withTestCluster(args, {}, (ground) => storeCampaign(ground, USUAL.people, USUAL.sittings));
    Object.assign(values, { store_s_20k: round(stored.seconds), stored: stored.booked, store_faults: stored.faults });
    return { values, holds: flow.agree && stored.booked === USUAL.people && stored.faults === 0 };
  },
};

const Alone = z.object({
  seconds: z.number(),
  cpuSeconds: z.number(),
  rssMb: z.number(),
  gap: z.number(),
  cost: z.number(),
  bound: z.number(),
  unseated: z.int(),
});
type Alone = z.output<typeof Alone>;
type Size = { people: number; sittings: number; days: number; teachers?: number };

async function alone(kind: 'seats' | 'openings', { people, sittings, days, teachers = 0 }: Size): Promise<Alone> {
  const script = fileURLToPath(new URL('./campaign/plan-alone.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    script,
    kind,
    ...[people, sittings, days, teachers].map(String),
  ]);
  return Alone.parse(JSON.parse(stdout));
}

/** Of three runs, the one whose time is in the middle. */
async function median(run: () => Promise<Alone>): Promise<Alone> {
  const runs = [await run(), await run(), await run()];
  return runs.sort((a, b) => a.seconds - b.seconds)[1]!;
}

const round = (value: number, digits = 3): number => Number(value.toFixed(digits));

const tell = (what: string, { people, sittings }: Size, { seconds, cpuSeconds, rssMb, gap, unseated }: Alone): void =>
  void process.stdout.write(
    `${what} ${people} on ${sittings} sittings: ${seconds.toFixed(2)} s (CPU ${cpuSeconds.toFixed(2)}), ${rssMb.toFixed(0)} MB, gap ${gap.toFixed(5)}, ` +
      `${unseated} without a seat\n`,
  );
