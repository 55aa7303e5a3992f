import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes a tsconfig that leads every import of one of our packages to its source, for a tool that does not know the
 * condition `@takwin/source` and would follow it into whatever happens to be built.
 * @param root absolute path of the checkout
 * @returns the path of the file, relative to the root
 */
export function writeSourcePaths(root) {
  const projects = ['apps', 'libs'].flatMap((room) => readdirSync(join(root, room)).map((name) => join(room, name)));
  const paths = Object.fromEntries(projects.flatMap((project) => pathsOf(root, project)));
  const file = 'node_modules/.cache/source-paths.json';
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true });
  writeFileSync(join(root, file), JSON.stringify({ compilerOptions: { paths } }));
  return file;
}

function pathsOf(root, project) {
  const { name, exports } = JSON.parse(readFileSync(join(root, project, 'package.json'), 'utf8'));
  return Object.entries(exports).map(([entry, { '@takwin/source': source }]) => [
    join(name, entry),
    [join(root, project, source)],
  ]);
}
