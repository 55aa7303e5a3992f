import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SERVICES, type Service } from '@takwin/contracts/topology';
import { eachOf } from '@takwin/demo/client';
import { ProgressBars } from '@takwin/demo/progress-bars';
import { ROOT } from '@takwin/deployment/compose';
import { SystemClock } from '@takwin/platform/clock';
import { Issuer } from '@takwin/simulators/issuer/issuer';
import { z } from 'zod';
import { usageOf } from '../bench/process-usage.js';
import type { Trial } from '../registry.js';
import { FAULTS } from './fuzz/judge.js';
import { keptRequests } from './fuzz/kept.js';
import { Known } from './fuzz/known.js';
import { Memory } from './fuzz/memory.js';
import { Requests } from './fuzz/requests.js';
import type { Document } from './fuzz/rest-requests.js';
import { Run, WIDE } from './fuzz/run.js';
import { tokensOf } from './fuzz/tokens.js';
import { Callers } from './matrix/callers.js';
import { Doors } from './matrix/doors.js';
import { graphAt } from './matrix/operations.js';
import { Planting } from './matrix/plant.js';
import { PLACES } from './matrix/world.js';
import { AS_CONTAINED, withTestCluster, type TestCluster } from './test-cluster.js';

/** The share of a run in which processes may grow: caches fill. */
const WARM = 0.3;
/** Requests between two looks at the memory of all processes. */
const LOOK = 500;
/** MB that a process may grow by 100,000 requests: a leak of 300 bytes a request shows. */
const STEEP = 30;
/** What each container is given. */
const MOST_MB = 384;
/** The share of requests that a house may be too busy for, and the least that has to be answered with what was asked for. */
const SHARES = { shed: 0.01, answered: 0.05 };

/**
 * 150,000 requests, or as many as `--requests` says, made from our own documents: right but for what was done to them, at the gateway
 * and at each service past it. Nobody is to fail, to hang, to tell of its innards, to refuse in another form than the one, to grow or to
 * end. What once failed is kept in fuzz/kept.jsonl, and asked first.
 */
export const fuzz: Trial = {
  about: '150,000 requests (--requests, --seed) that try what may go wrong, at the gateway and at each service',
  run: (args) =>
    withTestCluster(args, AS_CONTAINED, async (ground) => {
      const { requests, seed } = askedFor(args);
      process.stdout.write(`seed: ${seed}\n`);
      const { known, tokens, drawn } = await planted(ground, seed);
      const { apps } = ground.cluster;
      const began = Object.fromEntries(Object.entries(apps).map(([name, { pid }]) => [name, pid]));
      const memory = new Memory(began);
      const urls = { gateway: ground.cluster.url, ...servicesOf(ground) };
      const run = new Run(urls, tokens, known, seed);
      const kept = keptRequests(known);
      await eachOf(kept, WIDE, (request) => run.ask(request));
      const from = performance.now();
      const numbers = Array.from({ length: requests }, (_, number) => number);
      await eachOf(numbers, WIDE, async (number) => {
        if (run.isBroken) return;
        await run.ask(drawn.draw(number), number);
        if (number % LOOK === 0) await memory.look(number);
        if (number > 0 && number % 5_000 === 0) process.stdout.write(`${number} requests, ${run.told()}\n`);
      });
      await memory.look(requests);
      run.end();
      const seconds = (performance.now() - from) / 1_000;
      const alive = await Promise.all(Object.values(began).map((pid) => usageOf(pid).catch(() => undefined)));
      const slopes = memory.slopes(requests * WARM);
      process.stdout.write(`MB now: ${said(memory.now())}\nMB by 100,000 requests: ${said(slopes)}\n`);
      const unanswered = run.unanswered(drawn.operations);
      if (unanswered.length > 0)
        process.stdout.write(`never answered with what was asked for: ${unanswered.join(' ')}\n`);
      const values = {
        ...{ requests, kept: kept.length, seed },
        ...run.counts,
        ...run.faults(),
        restarts: alive.filter((usage) => usage === undefined).length,
        worst_slope_mb: Math.max(...Object.values(slopes)),
        worst_mb: Math.max(...alive.map((usage) => usage?.peakMb ?? 0)),
        requests_s: Math.round(requests / seconds),
      };
      const isMemoryFlat = values.worst_slope_mb <= STEEP && values.worst_mb < MOST_MB;
      const holds =
        FAULTS.every((fault) => values[fault] === 0) &&
        values.restarts === 0 &&
        isMemoryFlat &&
        values.shed <= requests * SHARES.shed &&
        values.answered >= requests * SHARES.answered;
      return { values, holds };
    }),
};

function askedFor(args: string[]): { requests: number; seed: number } {
  const options = { requests: { type: 'string', default: '150000' }, seed: { type: 'string', default: '1' } } as const;
  const Asked = z.object({
    requests: z.coerce.number().int().positive(),
    seed: z.coerce.number().int().min(1).max(90_000),
  });
  return Asked.parse(parseArgs({ args, options, strict: false }).values);
}

const servicesOf = ({ cluster }: TestCluster): Record<Service, string> =>
  Object.fromEntries(SERVICES.map((name) => [name, cluster.apps[name]!.url])) as Record<Service, string>;

const said = (values: Record<string, number>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

/** Rows to ask about, who asks, and what may be asked: as the house's own documents and schemas tell. */
async function planted(ground: TestCluster, seed: number) {
  const { cluster } = ground;
  const issuer = await Issuer.open(cluster.home, new SystemClock());
  const [doors, callers] = [new Doors(cluster.url), new Callers(issuer)];
  const planting = await Planting.begin(doors, callers, seed, cluster.apps.simulators!.url);
  const world = await new ProgressBars().step('Rows planted', PLACES.length * Planting.steps, (bar) =>
    planting.world(bar, []),
  );
  const known = new Known(world, await planting.fixed(world));
  const tokens = await tokensOf(callers, world, issuer);
  const documents = {
    gateway: await doors.done<Document>(planting.admin, { method: 'GET', path: '/v1/openapi.json' }),
    ...Object.fromEntries(SERVICES.map((name) => [name, ofFile(`apps/${name}/openapi.json`)])),
  };
  const graphs = await Promise.all(
    (['gateway', ...SERVICES] as const).map(
      async (name) => [name, await graphAt(doors, planting.admin, cluster.apps[name]!.url)] as const,
    ),
  );
  return { known, tokens, drawn: new Requests(documents, graphs, known, [...tokens.keys(), 'nobody'], seed) };
}

const ofFile = (path: string): Document => JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as Document;
