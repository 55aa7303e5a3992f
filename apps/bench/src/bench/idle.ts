import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { Launched, postmasterOf, processesOf, until } from '@takwin/deployment/testing/launched';
import { freePort } from '@takwin/platform/processes';
import { temporaryHome } from '@takwin/platform/testing';
import { z } from 'zod';
import type { Trial } from '../registry.js';
import { cpuMsOf } from './process-usage.js';

const SECONDS = 60;
const SETTLING = 20;
const TO_END = 15_000;
const PERSONS = 250_000;
const MOST_CPU_PERCENT = 3;
const MOST_GROWTH_MB = 30;

/** What a standalone installation costs that nobody asks anything, and what a follower keeps of all that it has read. */
export const idle: Trial = {
  about:
    'CPU of an idle standalone installation (--seconds 60), heap that a follower keeps after 250,000 persons (--persons N)',
  async run(args) {
    const options = {
      seconds: { type: 'string', default: String(SECONDS) },
      persons: { type: 'string', default: String(PERSONS) },
    } as const;
    const { values: asked } = parseArgs({ args, options });
    const cpu_percent = await idleCpu(Number(asked.seconds));
    const heap_growth_mb = await followerHeap(Number(asked.persons));
    const holds = cpu_percent <= MOST_CPU_PERCENT && heap_growth_mb <= MOST_GROWTH_MB;
    return { values: { cpu_percent, heap_growth_mb }, holds };
  },
};

/** Percent of one core that all processes of an installation take together, Node's and PostgreSQL's. */
async function idleCpu(seconds: number): Promise<number> {
  const home = await temporaryHome('idle');
  const installation = Launched.npm(['start'], { home, port: await freePort() });
  try {
    await installation.ready();
    await wait('settles', SETTLING);
    const [before, from] = [await cpuOf(home), performance.now()];
    await wait('is measured', seconds);
    const [after, wall] = [await cpuOf(home), performance.now() - from];
    const parts = Object.entries(after).map(([name, ms]) => `${name} ${percent(ms - before[name]!, wall)} %`);
    process.stdout.write(`an idle installation, of one core: ${parts.join(', ')}\n`);
    return percent(sum(after) - sum(before), wall);
  } finally {
    installation.tell('SIGTERM');
    // npm is gone before the installation is.
    await until(() => processesOf(home).length === 0, TO_END);
    await rm(home, { recursive: true, force: true });
  }
}

/** Milliseconds of CPU so far; PostgreSQL's server has on its account what its ended processes had on theirs. */
async function cpuOf(home: string): Promise<Record<string, number>> {
  const server = postmasterOf(home);
  const each = { node: 0, postgres: await cpuMsOf(server, 'ended children') };
  for (const pid of processesOf(home)) {
    const isPostgres = /^postgres/.test(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''));
    // One that ended since it was listed is on the server's account.
    each[isPostgres || pid === server ? 'postgres' : 'node'] += await cpuMsOf(pid).catch(() => 0);
  }
  return each;
}

async function followerHeap(persons: number): Promise<number> {
  const script = fileURLToPath(new URL('./idle/follower-heap.ts', import.meta.url));
  const run = promisify(execFile)(process.execPath, ['--expose-gc', script, String(persons)]);
  run.child.stderr!.pipe(process.stderr);
  return z.object({ grownMb: z.number() }).parse(JSON.parse((await run).stdout)).grownMb;
}

async function wait(what: string, seconds: number): Promise<void> {
  for (let left = seconds; left > 0; left--) {
    process.stderr.write(`\rthe installation ${what}: ${left} s   `);
    await pause(1_000);
  }
  process.stderr.write('\r');
}

const sum = (parts: Record<string, number>): number => Object.values(parts).reduce((all, one) => all + one, 0);
const percent = (ms: number, wall: number): number => Number(((ms / wall) * 100).toFixed(2));
