import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const swc = JSON.parse(readFileSync(at('.swcrc'), 'utf8'));

// As it is served: GraphQL reads this when it is loaded, and every worker loads it once.
process.env.NODE_ENV = 'production';
// One client asks what in life thousands do.
for (const name of ['RATE_CLIENT_POINTS', 'RATE_ADDRESS_POINTS']) process.env[name] ??= '10000000';

/** One Jest for the whole repository: `npm test`, or one project with `nx test NAME`. */
export default {
  globalSetup: at('libs/platform/src/testing/end-server.js'),
  testMatch: ['<rootDir>/**/src/**/*.spec.ts'],
  testEnvironment: at('.config/specs/worker.js'),
  testRunner: at('.config/specs/runner.js'),
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  // For `--findRelatedTests` and the like, which follow imports without running them.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['/dist/', '/\\.takwin'],
  // Jest would take one on two cores, though the specs wait for PostgreSQL half of the time.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // For what hangs: a machine that does other work besides takes several times as long as an idle one.
  testTimeout: 60_000,
};
