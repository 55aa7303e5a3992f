import { constants } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { pick } from '@takwin/demo/seeded';
import { runningOn } from '@takwin/deployment/home';
import { processesOf, until, type Launched } from '@takwin/deployment/testing/launched';
import type { NewHome } from './new-home.js';

/** What was done, what was not as it should be, and how many processes were left. */
export type Tried = { what: string; fault?: string; orphans: number };
type Start = Awaited<ReturnType<NewHome['start']>>;

const PATIENCE = 120_000;
const BY = ['npm', 'node'] as const;

/** As people and supervisors tell it: Ctrl-C and a closed terminal reach all, systemd and docker the first; npm may just die. */
const WAYS: [what: string, tell: (house: Launched) => NodeJS.Signals][] = [
  ['Ctrl-C', all('SIGINT')],
  ['Ctrl-C', all('SIGINT')],
  ['SIGHUP to all', all('SIGHUP')],
  ['SIGINT', first('SIGINT')],
  ['SIGTERM', first('SIGTERM')],
  ['the end of npm', first('SIGKILL')],
];

/** Of a SIGINT of its own npm takes no notice, trusting that a terminal tells all. */
const ONLY_TO: Record<string, (typeof BY)[number]> = { 'the end of npm': 'npm', SIGINT: 'node' };

/** Two start at once: one stands and the other says whose the home is. */
export async function raced(home: NewHome, random: () => number, seconds: number): Promise<Tried> {
  const apart = random() * random() * seconds;
  const what = `two starts, ${apart.toFixed(2)} s apart`;
  const houses = [await home.start(pick(random, BY))];
  await pause(apart * 1000);
  houses.push(await home.start(pick(random, BY)));
  await until(() => houses.every((house) => house.isReady || house.hasEnded), PATIENCE).catch(() => {});
  const ready = houses.filter(({ isReady }) => isReady);
  const refused = houses.filter(({ hasEnded, isReady }) => hasEnded && !isReady);
  if (ready.length !== 1 || refused.length !== 1)
    return { what, fault: `${ready.length} are ready, ${refused.length} refused${said(houses)}`, orphans: 0 };
  const code = await refused[0]!.ended();
  const holder = `process ${runningOn(home.path)?.pid} (npm start) holds ${home.path} already`;
  const fault =
    code !== 1 || !refused[0]!.output.includes(holder)
      ? `the other ended with ${code}, and not with '${holder}'${said(refused)}`
      : await home.faultAt(ready[0]!.url);
  return { what, ...(await endWell(home, ready[0]!, fault)) };
}

/** One is told to end at a random moment: all of it does, and the next start works. */
export async function interrupted(home: NewHome, random: () => number, seconds: number): Promise<Tried> {
  const [way, tell] = pick(random, WAYS);
  const house = await home.start(ONLY_TO[way] ?? pick(random, BY));
  const after = random() * seconds * 1.1;
  await pause(after * 1000);
  const what = `${way} to ${house.by} after ${after.toFixed(2)} s`;
  const signal = tell(house);
  const left = await home.left();
  if (left.length > 0) return { what, fault: `it does not end${said([house])}`, orphans: left.length };
  const code = await house.ended();
  if (!isFair(code, signal, house)) return { what, fault: `it ended with ${code}${said([house])}`, orphans: 0 };
  return { what, ...(await startWell(home)) };
}

/** Node, or all that has no terminal of its own, is killed at a random moment: the next start works, and leaves nothing. */
export async function killed(home: NewHome, random: () => number, seconds: number): Promise<Tried> {
  const all = random() < 0.4;
  const house = await home.start(all ? pick(random, BY) : 'node');
  const after = random() * seconds * 1.1;
  await pause(after * 1000);
  const what = `kill -9 of ${all ? `all of ${house.by}` : 'node'} after ${after.toFixed(2)} s`;
  if (all) house.tellAll('SIGKILL');
  else house.tell('SIGKILL');
  await house.ended();
  await pause(random() < 0.5 ? 0 : random() * 1_000);
  const survivors = processesOf(home.path).length;
  return { what: `${what}, ${survivors} survive`, ...(await startWell(home)) };
}

async function startWell(home: NewHome): Promise<Omit<Tried, 'what'>> {
  const next = await home.start('npm');
  try {
    await next.ready();
  } catch (error) {
    return { fault: `the next start: ${(error as Error).message}`, orphans: 0 };
  }
  return endWell(home, next, await home.faultAt(next.url));
}

async function endWell(home: NewHome, house: Start, fault?: string): Promise<Omit<Tried, 'what'>> {
  house.tell('SIGTERM');
  const { length: orphans } = await home.left();
  if (fault ?? orphans > 0) return { fault: fault ?? `it does not end${said([house])}`, orphans };
  const code = await house.ended();
  return { fault: isFair(code, 'SIGTERM', house) ? undefined : `it ended with ${code}${said([house])}`, orphans };
}

// The shell of npm ends by the signal, and so does Node before it listens; what listens has done as it was told.
const isFair = (code: number | string, signal: NodeJS.Signals, { by, isReady }: Start): boolean =>
  code === 0 || ((by === 'npm' || !isReady) && (code === signal || code === 128 + constants.signals[signal]));

function all(signal: NodeJS.Signals) {
  return (house: Launched): NodeJS.Signals => (house.tellAll(signal), signal);
}

function first(signal: NodeJS.Signals) {
  return (house: Launched): NodeJS.Signals => (house.tell(signal), signal);
}

const said = (houses: readonly Launched[]): string =>
  houses.map(({ output }) => `\n${output.trim()}`.replaceAll('\n', '\n          ')).join('');
