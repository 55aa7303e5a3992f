import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Client } from '@takwin/demo/client';
import { clientsOf } from '@takwin/demo/clients';
import { MainJob, type Done } from '@takwin/demo/main-job';
import { ProgressBars } from '@takwin/demo/progress-bars';
import { RECOUNT_QUERY } from '@takwin/demo/recount-query';
import { ofRaisedRates, RAISED_RATES } from '@takwin/deployment/environment';
import { explain } from '@takwin/deployment/explain';
import { homeOf, runningOn } from '@takwin/deployment/home';
import { openInstallation, portOf } from '@takwin/deployment/installation';
import { startServices } from '@takwin/deployment/running-services';
import { aborted, stopSignal, unlessStopped } from '@takwin/deployment/until-stopped';
import { SystemClock } from '@takwin/platform/clock';
import { ConfigError } from '@takwin/platform/config';
import { Issuer } from '@takwin/simulators/issuer/issuer';
import { z } from 'zod';

const USAGE = 'usage: npm run demo -- [--people 1..100000] [--seed 1..998] [--keep]\n';
const INTERRUPTED = 'the demo was told to end before it was done\n';

/** Seconds in which a busy machine seats the demo's candidates before their exams start, and for each of them. */
const NOTICE = { least: 90, each: 0.015 };

type Target = { url: string; simulators: string; close(): Promise<void> };

/**
 * `npm run demo`: the main job through the public API, on the house that runs or on one that it starts for itself.
 * @public
 */
export async function main(args: string[]): Promise<number> {
  const asked = argumentsOf(args);
  if (!asked) {
    process.stderr.write(USAGE);
    return 2;
  }
  const stopped = stopSignal();
  let target: Target;
  try {
    target = await findOrStart(stopped);
  } catch (error) {
    process.stderr.write(stopped.aborted ? INTERRUPTED : `${explain(error)}\n`);
    return 1;
  }
  try {
    await unlessStopped(stopped, play(target, asked));
    if (asked.keep) await aborted(stopped);
    return 0;
  } catch (error) {
    process.stderr.write(stopped.aborted ? INTERRUPTED : `the demo failed: ${(error as Error).stack}\n`);
    return 1;
  } finally {
    await target.close();
  }
}

async function play({ url, simulators }: Target, { people, seed }: Asked): Promise<void> {
  const clients = await clientsOf(url, await Issuer.open(homeOf(), new SystemClock()));
  const bars = new ProgressBars();
  const notice = NOTICE.least + people * NOTICE.each;
  const job = new MainJob(clients, bars, { seed, notice, prepareTenant: (all) => prepareTenant(simulators, all) });
  const done = await job.play(people);
  tell(done, bars.seconds);
  await scoreboard(clients.api);
}

type Asked = { people: number; seed: number; keep: boolean };

function argumentsOf(args: string[]): Asked | undefined {
  const options = { people: { type: 'string' }, seed: { type: 'string' }, keep: { type: 'boolean' } } as const;
  const Asked = z.object({
    people: z.coerce.number().int().min(1).max(100_000).default(2000),
    // Another seed each time, so that a second demo on the same data brings other people.
    seed: z.coerce
      .number()
      .int()
      .min(1)
      .max(998)
      .default(1 + (Math.floor(Date.now() / 1000) % 998)),
    keep: z.boolean().default(false),
  });
  try {
    return Asked.safeParse(parseArgs({ args, options }).values).data;
  } catch {
    return undefined;
  }
}

async function findOrStart(signal: AbortSignal): Promise<Target> {
  const home = homeOf();
  const note = runningOn(home);
  if (note) return { url: note.gateway, simulators: note.apps.simulators!.url, close: async () => {} };
  const port = portOf();
  const elsewhere = await targetOn(port);
  if (elsewhere) return elsewhere;
  const { DATABASE_URL: databaseUrl, REDIS_URL } = process.env;
  const redis = REDIS_URL ? { url: REDIS_URL } : undefined;
  process.stdout.write(ofRaisedRates);
  const env = RAISED_RATES;
  const house = await openInstallation({ home, runs: 'npm run demo', port, databaseUrl, redis, env, signal });
  const { url, urls, close } = await startServices(house, signal);
  return { url, simulators: urls.simulators!, close };
}

/** Takwin in containers, which leaves no note: it answers on the port, and its simulators on SIMULATORS_URL or the next port. */
async function targetOn(port: number): Promise<Target | undefined> {
  const url = `http://127.0.0.1:${port}`;
  const simulators = process.env.SIMULATORS_URL ?? `http://127.0.0.1:${port + 1}`;
  const answers = async (path: string): Promise<boolean> =>
    fetch(path, { signal: AbortSignal.timeout(2_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
  if (!(await answers(`${url}/health/live`))) return undefined;
  if (!(await answers(`${simulators}/_simulator/settings`)))
    throw new ConfigError(
      `Takwin answers on ${url}, but no simulators on ${simulators}: start them, or name SIMULATORS_URL`,
    );
  return { url, simulators, close: async () => {} };
}

/** The school's accounts as they would stand in the tenant: one that throttles now and then, beside its documented limits. */
async function prepareTenant(simulators: string, matricules: readonly string[]): Promise<void> {
  const send = async (method: string, path: string, body: object): Promise<void> => {
    const answer = await fetch(`${simulators}/_simulator/${path}`, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    if (!answer.ok) throw new Error(`the simulator answered ${path} with ${answer.status}: ${await answer.text()}`);
  };
  await send('PATCH', 'settings', { faults: { lost: 0.01, throttled: 0.01, throttledSeconds: 1 } });
  const users = matricules.map((matricule) => ({ userPrincipalName: `${matricule}@takwin.test`, usageLocation: 'MA' }));
  await send('POST', 'users', { users });
}

function tell({ persons, booked, sat, passed, credentials, licences }: Done, seconds: number): void {
  process.stdout.write(
    `\n${persons} persons, ${booked} booked, ${sat} sat, ${passed} passed, ${credentials} certifications, ${licences} licences in ${seconds.toFixed(1)} s\n\n`,
  );
}

/** Prints the scoreboard, and fails where the services' recount of their own rows says otherwise. */
async function scoreboard(api: Client): Promise<void> {
  const Recounted = z.object({
    programme: z.object({
      targets: z.array(z.object({ id: z.string(), target: z.int().nullable(), registered: z.int(), actual: z.int() })),
      accreditedAcademies: z.int(),
      trainersUpskilled: z.int(),
      coursesOffered: z.int(),
      literacyCompletions: z.int(),
      certificationsAchieved: z.int(),
      office365Users: z.int(),
    }),
  });
  const read = async () => Recounted.parse(await api.graphql(RECOUNT_QUERY)).programme;
  let programme = await read();
  const deadline = performance.now() + 60_000;
  while (disagreements(programme).length > 0 && performance.now() < deadline) {
    await pause(200);
    programme = await read();
  }
  process.stdout.write(
    `${'target'.padEnd(24)}${'promised'.padStart(10)}${'registered'.padStart(12)}${'counts'.padStart(10)}\n`,
  );
  for (const { id, target, registered, actual } of programme.targets)
    process.stdout.write(
      `${id.padEnd(24)}${String(target ?? '-').padStart(10)}${String(registered).padStart(12)}${String(actual).padStart(10)}\n`,
    );
  const wrong = disagreements(programme);
  if (wrong.length > 0) throw new Error(`the recount disagrees with the scoreboard: ${wrong.join(', ')}`);
}

type Programme = { targets: { id: string; actual: number }[] } & Record<string, unknown>;

function disagreements(programme: Programme): string[] {
  const recounts: Record<string, unknown> = {
    academies: programme.accreditedAcademies,
    trainers: programme.trainersUpskilled,
    courses: programme.coursesOffered,
    'literacy-completions': programme.literacyCompletions,
    certifications: programme.certificationsAchieved,
    'office365-users': programme.office365Users,
  };
  return programme.targets.filter(({ id, actual }) => recounts[id] !== actual).map(({ id }) => id);
}
