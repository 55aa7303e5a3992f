import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Not the graph's own types: each is named after what it shows. */
const PRODUCT =
  /^libs\/([^/]+)\/src\/(?!testing\/)(?!.*\/testing\/)(?!.*\.(?:spec|contract|child)\.)(?!graphql-types\.ts$).*\.ts$/;
const EXPORTED = /^export (?:declare )?(?:abstract )?(?:type|interface|class|enum|const) ([A-Z]\w*[a-z]\w*)/gm;

/**
 * Holds docs/style.md to its word that a type's name means one thing in a library: one sentence for each type, class or schema
 * that several files of a library export.
 * @param root absolute path of the checkout
 * @param files the paths in it that are to be looked at, relative, with '/'
 */
export function typeNameFaults(root, files) {
  const exporters = new Map();
  for (const file of files) {
    const [, library] = PRODUCT.exec(file) ?? [];
    if (!library) continue;
    for (const [, name] of readFileSync(join(root, file), 'utf8').matchAll(EXPORTED)) {
      const key = `${library}.${name}`;
      exporters.set(key, new Set(exporters.get(key)).add(file));
    }
  }
  return [...exporters]
    .filter(([, all]) => all.size > 1)
    .map(([key, all]) => `${key} is exported by ${[...all].join(' and ')}: a name means one thing in a library`);
}
