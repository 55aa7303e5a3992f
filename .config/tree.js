import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { DOMAINS } from './domains.js';

const TOP_LEVEL = new Set(
  `apps libs docs deploy docker-compose.yml nx.json package.json package-lock.json tsconfig.base.json jest.preset.js
   README.md LICENSE CONTRIBUTING.md`.split(/\s+/),
);
const VAGUE = /^(shared|common|utils?|helpers?)(\.|$)/i;
const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
const MACHINE_PATH = /(?<![\w.:/-])(\/(home|Users|root|mnt|private)\/[\w.-]+|[A-Z]:\\{1,2}Users\\)/;

/**
 * What no compiler sees: says what is wrong with the names and the contents of a tree.
 * @param root absolute path of the checkout
 * @param files the paths in it that are to be looked at, relative, with '/'
 * @returns one sentence for each fault, `path: what`
 */
export function treeFaults(root, files) {
  return [
    ...files.flatMap(nameFaults),
    ...files.filter((file) => basename(file) === 'package.json').flatMap((file) => packageFaults(root, file)),
    ...files.filter((file) => file === 'package-lock.json').flatMap((file) => lockFaults(root, file)),
    ...files.flatMap((file) => pathFaults(root, file)),
  ];
}

function nameFaults(file) {
  const parts = file.split('/');
  const faults = [];
  if (!TOP_LEVEL.has(parts[0]) && !parts[0].startsWith('.')) faults.push('the top level has a fixed list of names');
  if (parts.some((part) => VAGUE.test(part))) faults.push('a name that says nothing (shared, common, utils, helpers)');
  if (/^(apps|libs)\/.*\/index\.[jt]s$/.test(file) && !/^libs\/[^/]+\/src\/index\.ts$/.test(file))
    faults.push("a barrel: only a library's src/index.ts is called index");
  return faults.map((fault) => `${file}: ${fault}`);
}

function packageFaults(root, file) {
  const { name, nx, ...manifest } = JSON.parse(readFileSync(join(root, file), 'utf8'));
  const wanted = ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides'].flatMap((kind) =>
    Object.entries(manifest[kind] ?? {}),
  );
  const faults = wanted
    .filter(([, version]) => typeof version === 'string' && !EXACT.test(version))
    .map(([dependency, version]) => `${dependency} is wanted as "${version}", which is no exact version`);
  if (/^(apps|libs)\/[^/]+\/package\.json$/.test(file)) {
    if (wanted.length > 0) faults.push('versions stand in the package.json of the root only');
    const [, folder, project] = file.match(/^(apps|libs)\/([^/]+)/);
    if (name !== `@takwin/${project}${folder === 'apps' ? '-app' : ''}`) faults.push(`is called ${name}`);
    if (!tagsFit(folder, project, nx?.tags ?? []))
      faults.push(`nx.tags ${JSON.stringify(nx?.tags)} leave it without arrows`);
  }
  return faults.map((fault) => `${file}: ${fault}`);
}

function tagsFit(folder, project, tags) {
  const types = tags.filter((tag) => tag.startsWith('type:'));
  if (types.length !== 1) return false;
  if (folder === 'apps') return types[0] === 'type:app' && tags.some((tag) => tag.startsWith('role:'));
  if (!DOMAINS.includes(project)) return types[0] === `type:${project}`;
  return types[0] === 'type:domain' && tags.includes(`domain:${project}`);
}

// .npmrc keeps the registry's address out of the lock file: what still says where it comes from is not from there.
function lockFaults(root, file) {
  const { packages } = JSON.parse(readFileSync(join(root, file), 'utf8'));
  return Object.entries(packages)
    .filter(([, { resolved, link }]) => resolved !== undefined && !link)
    .map(([path, { resolved }]) => `${file}: ${path} comes from ${resolved}`);
}

function pathFaults(root, file) {
  const path = join(root, file);
  if (!existsSync(path) || /\.(png|jpg|zip|gz|woff2|pdf)$|(^|\/)data\//.test(file)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  const here = [root, homedir()].filter((folder) => folder.split('/').length > 2);
  return lines.flatMap((line, index) =>
    MACHINE_PATH.test(line) || here.some((folder) => line.includes(folder))
      ? [`${file}:${index + 1}: an absolute path of one machine`]
      : [],
  );
}
