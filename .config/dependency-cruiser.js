import { DOMAINS as domains } from './domains.js';

/** The arrows inside a library, and what product code may be made of. Arrows between projects: eslint.config.js. */

const DOMAINS = `^libs/(${domains.join('|')})/src`;
const SAME_LIBRARY = '^libs/$1/src';

/** A library's folders are its capabilities: what a file is for is told by its name, and the arrows go by that. */
const ENTRYPOINT = '\\.(resolver|controller|processor)\\.ts$';
const WRITER = '\\.writer\\.ts$';
const ROWS = '\\.rows\\.ts$|/src/copies\\.ts$|/src/migrations(\\.ts$|/)';
const VERBS =
  'accept|add|aim|announce|assess|assign|award|book|buy|call|cancel|change|check|claim|complete|confirm|control|correct|count|decide' +
  '|deactivate|end|enrol|erase|evaluate|explain|fill|find|finish|follow|give-back|give-up|grant|hand-over|issue|keep|lapse|load|merge|offer|open|part|pay' +
  '|plan|print|provision|raise|read|record|register|request|resume|retime|review|revoke|rotate|run|schedule|search' +
  '|seal|seat|serve|set|settle|show|start|store|supersede|undo|verify|void|withdraw|work|write';
/** A command or a query: a verb and a noun. A planner's verbs are computations, and reference data's too. */
const COMMAND = `(?<!/planner|/reference)/(?:${VERBS})-[^/]+\\.ts$`;
/** Queries that a writer asks in its transaction: what it tells of, as it is then, and what it counts by. */
const TELLS = '/(?:announce|count|read)-[^/]+\\.ts$';
const VERB_MISSING = 'If it is a command or a query, its verb is missing in VERBS (.config/dependency-cruiser.js).';
const COMPOSITION = `\\.module\\.ts$|${DOMAINS}/[^/]+\\.ts$`;
/** Adapters, not nouns: licensing's way to Microsoft Graph, certifications' way to Typst. */
const ADAPTERS = '^libs/licensing/src/graph/|^libs/certifications/src/credentials/print/';
const REFERENCE = '/reference/';
const DATABASE = '^libs/platform/src/postgres(\\.ts$|/)|(^|/)(node_modules/)?(sql-template-tag|pg|typeorm)(/|$)';
const NO_NOUN = [ENTRYPOINT, ROWS, WRITER, COMMAND, COMPOSITION, ADAPTERS, REFERENCE];
const NOUN = `${DOMAINS}/(?!testing/)[^/]+/`;

const SPEC = '\\.(spec|contract|child)\\.(ts|mjs)$';
const TESTS = `${SPEC}|^(libs|apps)/[^/]+/src/testing(/|\\.ts$)|^apps/(e2e|bench)/src/`;

/** Reached by a command or by a path that another package names, not by an import. */
const ENTRANCES = `${TESTS}|^libs/[^/]+/src/index\\.ts$|^apps/[^/]+/src/([^/]+|commands/.*)\\.ts$`;

/** Composes the supergraph: a tool of the build, which no service runs. */
const BUILD_TOOLS = '^libs/gateway/src/compose[.]ts$';

/** What a noun may use of others: it works on values and bytes, and reaches nothing. */
const COMPUTATIONS =
  '^(node:)?(crypto|stream|util|zlib)$|(^|/)node_modules/(zod|jose|csv-parse|saxes|jsonld|@types/jsonld|@scure/base)/';

const NPM = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Files that know each other are one.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'commands-know-no-entrypoint',
      comment: 'Only what composes the library, and other entrypoints, import an entrypoint.',
      severity: 'error',
      from: { path: `${DOMAINS}/`, pathNot: [SPEC, ENTRYPOINT, COMPOSITION] },
      to: { path: `${SAME_LIBRARY}/.*${ENTRYPOINT}` },
    },
    {
      name: 'only-composition-knows-modules',
      comment: 'A module says what Nest makes of a capability: what it is made of knows nothing of that.',
      severity: 'error',
      from: { path: `${DOMAINS}/`, pathNot: [TESTS, COMPOSITION] },
      to: { path: `${DOMAINS}/.*\\.module\\.ts$` },
    },
    {
      name: 'entrypoints-never-touch-rows',
      comment: 'An entrypoint is one line: it calls a command or a query.',
      severity: 'error',
      from: { path: `${DOMAINS}/.*${ENTRYPOINT}` },
      to: { path: [ROWS, WRITER] },
    },
    {
      name: 'entrypoints-know-no-database',
      comment: 'What asks it is a command or a query: another door may need it too.',
      severity: 'error',
      from: { path: `${DOMAINS}/.*${ENTRYPOINT}` },
      to: { path: DATABASE },
    },
    {
      name: 'rows-only-select',
      comment: 'Rows select into the views of nouns: what writes is a writer, what asks the policy a query.',
      severity: 'error',
      from: { path: `${DOMAINS}/.*\\.rows\\.ts$` },
      to: { path: [WRITER, COMMAND, ADAPTERS] },
    },
    {
      name: 'writers-know-no-command',
      comment: 'A command goes through a writer: of its kind a writer knows those only that tell of what it wrote.',
      severity: 'error',
      from: { path: `${DOMAINS}/.*${WRITER}` },
      to: { path: COMMAND, pathNot: TELLS },
    },
    {
      name: 'adapters-know-nouns-only',
      comment: 'They translate between nouns and what we do not own; who calls them is a command.',
      severity: 'error',
      from: { path: ADAPTERS, pathNot: SPEC },
      to: { path: [ENTRYPOINT, ROWS, WRITER, COMMAND] },
    },
    {
      name: 'reference-is-data',
      comment: 'What ships is read from files and given to who loads it.',
      severity: 'error',
      from: { path: `${DOMAINS}/.*${REFERENCE}`, pathNot: SPEC },
      to: { path: [ENTRYPOINT, ROWS, WRITER, COMMAND, ADAPTERS, DATABASE] },
    },
    {
      name: 'rows-stay-in-their-capability',
      comment: 'One capability reaches another by its nouns, commands and queries.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/src/([^/]+)/', pathNot: SPEC },
      to: { path: '^libs/$1/src/.*\\.rows\\.ts$', pathNot: '^libs/$1/src/$2/' },
    },
    {
      name: 'nouns-are-pure',
      comment: `A noun knows nouns of its own library, contracts, and the words of platform that have no effect. ${VERB_MISSING}`,
      severity: 'error',
      from: { path: NOUN, pathNot: [SPEC, ...NO_NOUN] },
      to: {
        path: '^(libs|apps)/',
        pathNot: [`${SAME_LIBRARY}/`, '^libs/contracts/src/', '^libs/platform/src/(schema|errors|clock|vault)\\.ts$'],
      },
    },
    {
      name: 'nouns-know-nouns-only',
      comment: `What a noun knows is pure as well. ${VERB_MISSING}`,
      severity: 'error',
      from: { path: NOUN, pathNot: [SPEC, ...NO_NOUN] },
      to: { path: NO_NOUN },
    },
    {
      name: 'nouns-have-no-effects',
      comment: `Files, sockets, frameworks and databases stay outside. ${VERB_MISSING}`,
      severity: 'error',
      from: { path: NOUN, pathNot: [SPEC, ...NO_NOUN] },
      to: { dependencyTypes: [...NPM, 'core'], pathNot: COMPUTATIONS },
    },
    {
      name: 'a-library-does-not-use-its-own-door',
      comment: 'Its index is for others: inside, import the file that has it.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/src/(?!index\\.ts$)', pathNot: SPEC },
      to: { path: '^libs/$1/src/index\\.ts$' },
    },
    {
      name: 'a-program-loads-its-own-composition',
      comment: 'What a process holds in memory is its own code, and what a container can do by mistake is its own.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/src/main\\.ts$' },
      to: {
        path: '^libs/services/src/',
        pathNot: '^libs/services/src/($1|assignments|erasure|retention)\\.ts$',
        reachable: true,
      },
    },
    {
      name: 'programs-run-without-jest',
      comment: 'Outside of a spec there is no @jest/globals: the program would not start.',
      severity: 'error',
      from: { path: '^apps/(?!e2e/)[^/]+/src/', pathNot: SPEC },
      to: { path: '(^|/)@jest/globals', reachable: true },
    },
    {
      name: 'no-tests-in-product',
      comment: 'What the product runs is built without them.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: TESTS },
      to: { path: TESTS },
    },
    {
      name: 'no-dev-dependencies-in-product',
      comment: 'The image is made without them: name it among the dependencies.',
      severity: 'error',
      from: { path: '^(libs|apps)/[^/]+/src/', pathNot: [TESTS, BUILD_TOOLS] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'no-undeclared-dependencies',
      comment: 'It is there because another package brought it: name it in package.json.',
      severity: 'error',
      from: { path: '^(libs|apps)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], pathNot: '^libs/|^apps/' },
    },
    { name: 'no-unresolved', comment: 'It is not there.', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-orphans',
      comment: 'Nothing but its own spec knows it. What ships as reference data may wait for its first reader.',
      severity: 'error',
      from: { path: '^(libs|apps|\\.config)/', pathNot: SPEC },
      module: { path: '^(libs|apps)/[^/]+/src/', pathNot: `${ENTRANCES}|/reference/`, numberOfDependentsLessThan: 1 },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(apps|libs)/[^/]+/dist/' },
    combinedDependencies: true,
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@takwin/source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
