import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesIn } from './files.js';
import { licenceFaults } from './licences.js';
import { promiseFaults } from './promised.js';
import { refusalFaults } from './refusals.js';
import { writeSourcePaths } from './source-paths.js';
import { treeFaults } from './tree.js';
import { typeNameFaults } from './type-names.js';
import { writerFaults } from './writers.js';

/**
 * `npm run check`: everything that can be said of the tree without running it. Runs all steps, or those that are named
 * (`npm run check -- lint arrows`), reports all, and exits with 1 when any failed.
 */

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const files = filesIn(root);

/** A step resolves to what is wrong, in lines for a human; to nothing where all is well. */
const steps = {
  lint: () => tool('eslint', 'eslint', ['--config', '.config/eslint.config.js', '--max-warnings', '0', '.']),
  types: () => tool('typescript', 'tsc', ['-p', 'tsconfig.base.json', '--pretty', 'false']),
  format: () => tool('prettier', 'prettier', ['--check', '--ignore-unknown', '--log-level', 'warn', ...files]),
  arrows: () =>
    tool('dependency-cruiser', 'depcruise', [
      ...['--config', '.config/dependency-cruiser.js', '--output-type', 'err-long', 'apps', 'libs', '.config'],
    ]),
  unused: () => tool('knip', 'knip', ['--config', '.config/knip.js', '--tsConfig', writeSourcePaths(root)]),
  tree: async () => [...treeFaults(root, files), ...typeNameFaults(root, files)].join('\n'),
  licences: async () => licenceFaults(root).join('\n'),
  writers: async () => writerFaults(root, files).join('\n'),
  promised: async () => promiseFaults(root, files).join('\n'),
  refusals: async () => refusalFaults(root, files).join('\n'),
  graph: () =>
    tool('eslint', 'eslint', [
      ...['--config', '.config/graph-lint.config.js', '--max-warnings', '0', 'libs/gateway/published.graphql'],
    ]),
  // Loaded where it is asked for: it takes a second.
  spectral: async () => (await (await import('./openapi-lint.js')).spectralFaults(root)).join('\n'),
  redocly: async () => (await import('./openapi-lint.js')).redoclyFaults(root),
  generated: () => node(['.config/run.js', 'apps/cli/dist/generate.js', '--check']),
};

function tool(name, command, args) {
  const { bin } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
  return node([join(root, 'node_modules', name, typeof bin === 'string' ? bin : bin[command]), ...args]);
}

function node(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NX_DAEMON: 'false' },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', (error) => resolve(String(error)));
    child.on('close', (code, signal) => resolve(code === 0 ? '' : output.trim() || `ended with ${signal ?? code}`));
  });
}

const named = process.argv.slice(2);
const chosen = named.length > 0 ? named : Object.keys(steps);
const unknown = chosen.filter((name) => !(name in steps));
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(', ')}. There are: ${Object.keys(steps).join(', ')}`);
  process.exit(1);
}
const waiting = [...chosen];
const failures = [];

async function work() {
  for (let name = waiting.shift(); name; name = waiting.shift()) {
    const start = performance.now();
    const wrong = await steps[name]();
    if (wrong) failures.push([name, wrong]);
    console.log(`${wrong ? 'FAIL' : 'ok  '}  ${name.padEnd(10)} ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
}

await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
for (const [name, wrong] of failures) console.log(`\n--- ${name}\n${wrong}`);
console.log(`\n${chosen.length - failures.length} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;
