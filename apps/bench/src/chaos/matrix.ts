import { parseArgs } from 'node:util';
import { SERVICES, type Service } from '@takwin/contracts/topology';
import { ProgressBars } from '@takwin/demo/progress-bars';
import { SystemClock } from '@takwin/platform/clock';
import { Issuer } from '@takwin/simulators/issuer/issuer';
import { DEVELOPMENT } from '@takwin/simulators/tenants';
import { z } from 'zod';
import type { Trial } from '../registry.js';
import { ROLES } from './matrix/caller.js';
import { type Judged, Matrix } from './matrix/run-matrix.js';
import { tell } from './matrix/tell.js';
import { PLACES } from './matrix/world.js';
import { withTestCluster } from './test-cluster.js';

const LEAST_CALLS = 20_000;

/** A tenant in which somebody may hold what nobody can have beside the licences that are given here. */
const TENANT = {
  id: DEVELOPMENT.tenantId,
  seats: { STANDARDWOFFPACK_STUDENT: 10_000, STANDARDWOFFPACK_FACULTY: 10_000, ENTERPRISEPACKPLUS_STUDENT: 1_000 },
  apps: [{ clientId: DEVELOPMENT.clientId, secret: DEVELOPMENT.clientSecret }],
};

/**
 * Every operation at every door, asked by every role about what is its own, of its region and of another academy. What may be told
 * and done follows from who owns the planted rows; a cell in which somebody who may is refused fails the run as a leak does.
 */
export const matrix: Trial = {
  about: 'every operation at every door, by 8 roles about own, near and far rows (--seed)',
  run: (args) =>
    withTestCluster(args, { SIM_TENANTS: JSON.stringify([TENANT]) }, async ({ cluster }) => {
      const seed = seedOf(args);
      process.stdout.write(`seed: ${seed}\n`);
      const services = Object.fromEntries(SERVICES.map((name) => [name, cluster.apps[name]!.url]));
      const house = {
        ...{ url: cluster.url, services: services as Record<Service, string> },
        simulators: cluster.apps.simulators!.url,
        issuer: await Issuer.open(cluster.home, new SystemClock()),
      };
      const made = await Matrix.plant(house, seed, new ProgressBars());
      await made.read();
      await made.write();
      return outcomeOf(made.judged());
    }),
};

function outcomeOf({ findings, uncalled, operations, fields, calls, waited }: Judged) {
  tell(findings);
  if (uncalled.length > 0) process.stdout.write(`not called: ${uncalled.join(', ')}\n`);
  const count = (kind: string): number => findings.filter((one) => one.kind === kind).length;
  const values = {
    ...{ operations, operations_uncalled: uncalled.length, fields },
    ...{ roles: ROLES.length, scopes: PLACES.length, calls, waited },
    ...{ leaks: count('leak'), voids: count('void'), known: count('known') },
  };
  const holds = values.leaks === 0 && values.voids === 0 && uncalled.length === 0 && calls >= LEAST_CALLS;
  return { values, holds };
}

const seedOf = (args: string[]): number =>
  z.coerce
    .number()
    .int()
    .min(1)
    .max(90_000)
    .parse(parseArgs({ args, options: { seed: { type: 'string', default: '1' } }, strict: false }).values.seed);
