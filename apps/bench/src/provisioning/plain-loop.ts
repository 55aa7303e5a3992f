import { seedUsers } from '@takwin/simulators/admin/seed-users';
import { Settings } from '@takwin/simulators/settings';
import { Simulation } from '@takwin/simulators/simulation';
import { DEVELOPMENT, Tenants } from '@takwin/simulators/tenants';
import { fetchInto, SIMULATOR } from './in-process.js';
import { boundOf, LATENCY } from './play.js';
import { STUDENT } from './simulated-tenant.js';
import { VirtualClock } from './virtual-clock.js';

// The official client's retry rules (msgraph-sdk-javascript 3.0.7, RetryHandler): 3 retries, 3 s, never more than 180 s.
const RETRIES = 3;
const DELAY = 3_000;
const LONGEST = 180_000;
const RETRIED = [429, 503, 504];

type Looped = { makespan: number; bound: number; requests: number; throttled: number; failed: number };

/** A plain loop of assignLicense over `people`, `workers` at a time, with the retry rules of Microsoft's own client. */
export async function plainLoop(people: number, workers: number): Promise<Looped> {
  const clock = new VirtualClock('2026-11-26T06:00:00Z');
  const settings = Settings.parse({ latencyMs: LATENCY });
  const simulation = await Simulation.open({ tenants: Tenants.parse(undefined), settings, clock });
  seedUsers(simulation.ledger, { count: people, prefix: 'user', usageLocation: 'MA' }, clock.now());
  const send = fetchInto(simulation, clock, { ms: 0 });
  const authorization = `Bearer ${await tokenFrom(send)}`;
  const body = JSON.stringify({ addLicenses: [{ skuId: STUDENT, disabledPlans: [] }], removeLicenses: [] });
  const from = clock.now().getTime();
  let [next, failed] = [1, 0];
  const worker = async (): Promise<void> => {
    while (next <= people) {
      const user = `user${String(next++).padStart(7, '0')}@${DEVELOPMENT.domain}`;
      const url = `${SIMULATOR}/graph/v1.0/users/${user}/assignLicense`;
      for (let attempt = 0; ; attempt++) {
        const answer = await send(url, { method: 'POST', body, headers: { authorization } });
        if (!RETRIED.includes(answer.status)) break;
        if (attempt === RETRIES) {
          failed++;
          break;
        }
        await clock.pause(delayOf(answer, attempt + 1));
      }
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  const { statuses } = simulation.graph.traffic();
  const requests = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  const makespan = (clock.now().getTime() - from) / 1_000;
  return { makespan, bound: boundOf(people), requests, throttled: statuses['429'] ?? 0, failed };
}

function delayOf(answer: Response, attempt: number): number {
  const told = Number(answer.headers.get('retry-after') ?? Number.NaN);
  const own = DELAY + (attempt >= 2 ? Math.round((2 ** attempt - 1) / 2) * 1_000 : 0);
  return Math.min(LONGEST, Number.isNaN(told) ? own : told * 1_000);
}

async function tokenFrom(send: (url: string, init: RequestInit) => Promise<Response>): Promise<string> {
  const answer = await send(`${SIMULATOR}/entra/${DEVELOPMENT.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: DEVELOPMENT.clientId,
      client_secret: DEVELOPMENT.clientSecret,
      scope: 'https://graph.microsoft.com/.default',
    }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}
