import { parseArgs } from 'node:util';
import { SERVICES, type Service } from '@takwin/contracts/topology';
import { ProgressBars } from '@takwin/demo/progress-bars';
import { SystemClock } from '@takwin/platform/clock';
import { Issuer } from '@takwin/simulators/issuer/issuer';
import { z } from 'zod';
import type { Trial } from '../registry.js';
import { ROLES } from './matrix/callers.js';
import { type Judged, runMatrix } from './matrix/run-matrix.js';
import { tell } from './matrix/tell.js';
import { PLACES } from './matrix/world.js';
import { withTestCluster } from './test-cluster.js';

const LEAST_CALLS = 20_000;

/**
 * Every operation at every door, asked by every role about what is its own, of its region and of another academy. What may be told
 * follows from who owns the planted rows; a cell that tells nothing to somebody who may know fails the run as a leak does.
 */
export const matrix: Trial = {
  about: 'every operation at every door, by 8 roles about own, near and far rows (--seed)',
  run: (args) =>
    withTestCluster(args, {}, async ({ cluster }) => {
      const seed = seedOf(args);
      process.stdout.write(`seed: ${seed}\n`);
      const services = Object.fromEntries(SERVICES.map((name) => [name, cluster.apps[name]!.url]));
      const house = {
        ...{ url: cluster.url, services: services as Record<Service, string> },
        simulators: cluster.apps.simulators!.url,
        issuer: await Issuer.open(cluster.home, new SystemClock()),
      };
      return outcomeOf(await runMatrix(house, seed, new ProgressBars()));
    }),
};

function outcomeOf(judged: Judged) {
  const { findings, uncalled, unproven, operations, fields, calls, waited } = judged;
  tell(findings);
  if (uncalled.length > 0) process.stdout.write(`not called: ${uncalled.join(', ')}\n`);
  if (unproven.length > 0) process.stdout.write(`unproven: ${unproven.join(', ')}\n`);
  const leaks = findings.filter(({ kind }) => kind === 'leak').length;
  const values = {
    operations,
    ...{
      operations_uncalled: uncalled.length,
      unproven: unproven.length,
      fields,
      roles: ROLES.length,
      scopes: PLACES.length,
    },
    ...{ calls, waited, leaks, voids: findings.length - leaks },
  };
  return { values, holds: findings.length === 0 && uncalled.length === 0 && calls >= LEAST_CALLS };
}

const seedOf = (args: string[]): number =>
  z.coerce
    .number()
    .int()
    .min(1)
    .max(90_000)
    .parse(parseArgs({ args, options: { seed: { type: 'string', default: '1' } }, strict: false }).values.seed);
