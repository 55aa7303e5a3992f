import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const swc = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));

/** One Jest for the whole repository: `npm test`, or one project with `nx test NAME`. */
export default {
  globalSetup: '<rootDir>/libs/platform/src/testing/end-server.js',
  testMatch: ['<rootDir>/**/src/**/*.spec.ts'],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@takwin/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['/dist/', '/\\.takwin'],
  // Never in Jest's own process: a spec that leaves something open must not keep the run from ending.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  testTimeout: 30_000,
};
