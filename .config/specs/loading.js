import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { createScriptTransformer } from '@jest/transform';

// What specs take of '@jest/globals', and the module that they are given for it.
const NAMES = 'afterAll afterEach beforeAll beforeEach describe expect it jest test xdescribe xit xtest'.split(' ');
const GLOBALS = 'jest:globals';
const PLACE = Symbol.for(GLOBALS);
const COMPILED = {
  collectCoverage: false,
  supportsDynamicImport: true,
  supportsExportNamespaceFrom: true,
  supportsStaticESM: true,
  supportsTopLevelAwait: true,
};

/** Where the source map of each file lies that this worker has compiled, by its path and its URL. */
const maps = new Map();
let mapsOfRun = maps;
let transformer;

/** What '@jest/globals' offers from now on: to a spec itself, to a module that outlives it by way of what stands for it. */
export function expose(globals) {
  globalThis[PLACE].spec = globals;
}

/** From now on Node loads TypeScript as `config` has it compiled, with Jest's cache; `known` is told of source maps. */
export async function loadFor(config, known) {
  mapsOfRun = known;
  for (const [name, map] of maps) known.set(name, map);
  if (transformer) return;
  transformer = await createScriptTransformer(config);
  globalThis[PLACE] = { lasting: Object.fromEntries(NAMES.map((name) => [name, whateverIs(name)])) };
  registerHooks({ resolve, load });
}

function whateverIs(name) {
  const now = () => globalThis[PLACE].spec[name];
  return new Proxy(() => {}, {
    apply: (_, self, args) => Reflect.apply(now(), self, args),
    get: (_, key) => now()[key],
  });
}

function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: GLOBALS + new URL(context.parentURL).search, shortCircuit: true };
  if (specifier.startsWith('.') && isTypeScript(context.parentURL)) {
    const url = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (existsSync(url)) return { url: url.href, shortCircuit: true };
  }
  return next(specifier, { ...context, conditions: ['@takwin/source', ...context.conditions] });
}

function load(url, context, next) {
  if (url.startsWith(GLOBALS)) return moduleOf(globalsFor(url === GLOBALS ? 'lasting' : 'spec'));
  if (!isTypeScript(url)) return next(url, context);
  const file = fileURLToPath(url);
  const { code, sourceMapPath } = transformer.transform(file, COMPILED, readFileSync(file, 'utf8'));
  for (const name of [file, url]) {
    maps.set(name, sourceMapPath);
    mapsOfRun.set(name, sourceMapPath);
  }
  return moduleOf(code);
}

const globalsFor = (whom) => `export const { ${NAMES} } = globalThis[Symbol.for('${GLOBALS}')].${whom};`;
const isTypeScript = (url) => /^file:[^?]*\.ts(\?|$)/.test(url) && !url.includes('/node_modules/');
const moduleOf = (source) => ({ format: 'module', source, shortCircuit: true });
