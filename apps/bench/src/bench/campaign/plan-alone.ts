import { finished, planningOf } from '@takwin/certifications/campaigns/planner/plan';
import { planningOpenings } from '@takwin/certifications/campaigns/planner/plan-openings';
import { syntheticCampaign, syntheticOpenings } from './synthetic-campaign.js';

// Plans one campaign in a process of its own, so that its time and memory are nobody else's; prints what it came to.
const [kind, people, sittings, days, teachers] = process.argv.slice(2);
const size = {
  people: Number(people),
  sittings: Number(sittings),
  days: Number(days),
  teachers: Number(teachers),
};
const work = kind === 'openings' ? planningOpenings(syntheticOpenings(size)) : planningOf(syntheticCampaign(size));
const cpu = process.cpuUsage();
const from = performance.now();
const { gap, cost, bound, levels } = finished(work);
const seconds = (performance.now() - from) / 1000;
const { user, system } = process.cpuUsage(cpu);
const cpuSeconds = (user + system) / 1e6;
const rssMb = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ seconds, cpuSeconds, rssMb, gap, cost, bound, unseated: levels.unseated }));
