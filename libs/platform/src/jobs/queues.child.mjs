// A worker process for the contract's kill -9: takes a job, says so, and never ends it. Arguments: store URLs and options as JSON, queue.
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const swc = { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } };

registerHooks({
  resolve(specifier, context, next) {
    const source = specifier.startsWith('.') && new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    return source && source.pathname.endsWith('.ts') && existsSync(source)
      ? { url: source.href, shortCircuit: true }
      : next(specifier, context);
  },
  load(url, context, next) {
    if (!url.endsWith('.ts')) return next(url, context);
    const { code } = transformSync(readFileSync(fileURLToPath(url), 'utf8'), swc);
    return { format: 'module', source: code, shortCircuit: true };
  },
});

const [urls, options, queue] = process.argv.slice(2);
const { Queues } = await import('./queues.ts');
new Queues(JSON.parse(urls), JSON.parse(options)).work(queue, {
  run({ ids }) {
    process.stdout.write(`took ${ids.join(' ')}\n`);
    return new Promise(() => {});
  },
});
