import js from '@eslint/js';
import { createProjectGraphAsync } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { DOMAINS } from './domains.js';
import {
  DOMAIN,
  NAMES,
  NO_ENVIRONMENT,
  NO_HTTP_EXCEPTIONS,
  ONLY_THE_ROOT_EXCEPTION,
  SPECS,
  SQL_ZONES,
  VERSIONED,
  ZONE_NAMES,
} from './lint-rules.js';

// Without a cached project graph the boundary rule says one line and lets everything pass: so there always is one.
await createProjectGraphAsync();

/** The arrows between projects, by the tags of each package.json. */
const mayUse = (sourceTag, ...kinds) => ({ sourceTag, onlyDependOnLibsWithTags: kinds.map((kind) => `type:${kind}`) });
const GROUND = ['contracts', 'platform'];
const ARROWS = [
  mayUse('type:app', 'domain', 'gateway', 'simulators', 'services', 'deployment', 'demo', ...GROUND),
  // A deployable's program runs one composition, and knows nothing else.
  mayUse('role:service', 'services', 'deployment'),
  mayUse('role:worker', 'services', 'deployment'),
  mayUse('role:edge', 'gateway', 'deployment'),
  mayUse('role:simulator', 'simulators', 'deployment'),
  mayUse('type:demo', 'deployment', 'services', 'simulators', ...GROUND),
  mayUse('type:deployment', 'services', 'simulators', ...GROUND),
  mayUse('type:services', 'domain', 'gateway', 'simulators', ...GROUND),
  mayUse('type:gateway', ...GROUND),
  mayUse('type:simulators', ...GROUND),
  mayUse('type:domain', ...GROUND),
  mayUse('type:contracts'),
  mayUse('type:platform'),
];

const IN_DOMAINS = `libs/{${DOMAINS}}/src/**/*.ts`;
/** The one module that may name zones. */
const LEGAL_TIME = 'libs/platform/src/clock/legal-time.ts';
const TESTS = ['**/*.spec.ts', '**/*.contract.ts', '**/*.child.mjs', '{libs,apps}/*/src/testing/**'];
/** Hands its own environment on to those that it starts, as programs do. */
const STARTS_PROCESSES = 'libs/deployment/src/**/*.ts';
const TRUSTED_WITH_ENVIRONMENT = ['libs/platform/src/config/**', ...TESTS];

/** Where what Nest itself throws becomes an answer: at the services' door and at the gateway's. */
const TRANSLATORS = ['libs/platform/src/http/**', 'libs/gateway/src/problem.ts'];

const EVERYWHERE = [NAMES, VERSIONED].flat();
const restricted = (...lists) => ({ 'no-restricted-syntax': ['error', ...lists.flat()] });

export default defineConfig(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', '.takwin*/**', '**/data/**', 'coverage/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  tseslint.configs.recommended,
  {
    plugins: { '@nx': nx },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', 400],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
      'no-restricted-imports': ['error', NO_HTTP_EXCEPTIONS],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_$', ignoreRestSiblings: true },
      ],
      '@nx/enforce-module-boundaries': [
        'error',
        { allow: [], depConstraints: ARROWS, checkDynamicDependenciesExceptions: ['.*'] },
      ],
      ...restricted(EVERYWHERE),
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: {
        process: false,
        console: false,
        URL: false,
        Buffer: false,
        fetch: false,
        setTimeout: false,
        performance: false,
      },
    },
  },
  {
    // One program for the whole tree: what the types are needed for is the promise that nobody awaits.
    files: ['{apps,libs}/*/src/**/*.ts'],
    languageOptions: { parserOptions: { project: ['tsconfig.base.json'], tsconfigRootDir: process.cwd() } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  { files: TRANSLATORS, rules: { 'no-restricted-imports': ['error', ONLY_THE_ROOT_EXCEPTION] } },
  { files: ['apps/**/*.{ts,js,mjs}', STARTS_PROCESSES], rules: restricted(EVERYWHERE, SQL_ZONES, ZONE_NAMES) },
  {
    files: ['libs/**/*.{ts,mjs}'],
    ignores: [...TRUSTED_WITH_ENVIRONMENT, STARTS_PROCESSES],
    rules: { 'no-console': 'error', ...restricted(EVERYWHERE, NO_ENVIRONMENT, SQL_ZONES, ZONE_NAMES) },
  },
  { files: [STARTS_PROCESSES], ignores: TESTS, rules: { 'no-console': 'error' } },
  { files: [IN_DOMAINS], ignores: TESTS, rules: restricted(EVERYWHERE, NO_ENVIRONMENT, DOMAIN, SQL_ZONES, ZONE_NAMES) },
  { files: [LEGAL_TIME], rules: restricted(EVERYWHERE, NO_ENVIRONMENT, DOMAIN, SQL_ZONES) },
  { files: TESTS, rules: restricted(EVERYWHERE, SPECS) },
);
