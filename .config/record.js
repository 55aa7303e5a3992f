import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `npm run record`: writes down what is published now (events in libs/contracts/published.json, the graph in
 * libs/gateway/published.graphql), so that later changes are held to it. Refuses a change that breaks readers, unless it
 * is asked to with `-- --break`: then a page in docs/decisions says why.
 */

// Sources import each other as '.js', as what is built from them does.
registerHooks({
  resolve: (specifier, context, next) =>
    next(context.parentURL?.endsWith('.ts') ? specifier.replace(/^(\..*)\.js$/, '$1.ts') : specifier, context),
});

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { allPublished } = await import('../libs/contracts/src/all-published.ts');
const { brokenPromises, schemasOf } = await import('../libs/contracts/src/published-schemas.ts');
const { brokenOperations, publicGraphOf } = await import('../apps/e2e/src/architecture/public-graph.ts');

const read = (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined);

const supergraph = read('libs/gateway/supergraph.graphql');
const records = [
  {
    path: 'libs/contracts/published.json',
    text: `${JSON.stringify(schemasOf(allPublished), null, 2)}\n`,
    broken: (before, after) => brokenPromises(JSON.parse(before), JSON.parse(after)),
  },
  ...(supergraph
    ? [{ path: 'libs/gateway/published.graphql', text: publicGraphOf(supergraph), broken: brokenOperations }]
    : []),
];

for (const { path, text, broken } of records) {
  const before = read(path);
  const breaks = before ? broken(before, text) : [];
  for (const sentence of breaks) console.log(`${path}: ${sentence}`);
  if (breaks.length > 0 && !process.argv.includes('--break')) {
    console.log(`${path}: not written, as it would break readers`);
    process.exitCode = 1;
  } else if (before === text) {
    console.log(`${path}: up to date`);
  } else {
    writeFileSync(join(root, path), text);
    console.log(`${path}: written`);
  }
}
