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
  // Jest would take one on two cores, though the specs wait for PostgreSQL half of the time.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  testTimeout: 30_000,
};
