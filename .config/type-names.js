import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names that two files of a library still export, by library: the list gets shorter, never longer. */
const MEAN_TWO_THINGS = { certifications: ['LegalTimeChange', 'Move', 'OpenSitting', 'Opened', 'Span'] };

/** Not the graph's own types: each is named after what it shows. */
const PRODUCT =
  /^libs\/([^/]+)\/src\/(?!testing\/)(?!.*\/testing\/)(?!.*\.(?:spec|contract|child)\.)(?!graphql-types\.ts$).*\.ts$/;
const EXPORTED = /^export (?:declare )?(?:abstract )?(?:type|interface|class|enum|const) ([A-Z]\w*[a-z]\w*)/gm;

/**
 * Holds docs/style.md to its word that a type's name means one thing in a library: one sentence for each type, class or schema
 * that several files of a library export, and for each that the list names though one file alone does.
 * @param root absolute path of the checkout
 * @param files the paths in it that are to be looked at, relative, with '/'
 */
export function typeNameFaults(root, files, known = MEAN_TWO_THINGS) {
  const exporters = new Map();
  for (const file of files) {
    const [, library] = PRODUCT.exec(file) ?? [];
    if (!library) continue;
    for (const [, name] of readFileSync(join(root, file), 'utf8').matchAll(EXPORTED)) {
      const key = `${library}.${name}`;
      exporters.set(key, new Set(exporters.get(key)).add(file));
    }
  }
  const listed = Object.entries(known).flatMap(([library, names]) => names.map((name) => `${library}.${name}`));
  const twice = [...exporters].filter(([, all]) => all.size > 1);
  return [
    ...twice
      .filter(([key]) => !listed.includes(key))
      .map(([key, all]) => `${key} is exported by ${[...all].join(' and ')}: a name means one thing in a library`),
    ...listed
      .filter((key) => (exporters.get(key)?.size ?? 0) < 2)
      .map((key) => `${key} means one thing now: take it from the list in .config/type-names.js`),
  ];
}
