import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ALLOWED =
  /^(MIT|Apache-2\.0|BSD-[\w-]+|ISC|MPL-2\.0|0BSD|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-4\.0|Python-2\.0|Unlicense|PostgreSQL)$/;

/** Packages under another licence, each with the page that says why it is taken all the same. */
const DECIDED = {
  '@apollo/federation-internals': 'docs/decisions/elastic-licence.md',
  '@expo-google-fonts/amiri': 'docs/decisions/credential-packages.md',
  '@expo-google-fonts/noto-sans': 'docs/decisions/credential-packages.md',
  '@expo-google-fonts/noto-sans-tifinagh': 'docs/decisions/credential-packages.md',
};

/**
 * The packages that production code reaches under a licence that nobody agreed to.
 * @param root absolute path of a checkout with its package-lock.json (and node_modules, for what the lock leaves open)
 * @param decided package name -> page; a page that is missing or does not name the package counts for nothing
 * @returns one sentence for each package
 */
export function licenceFaults(root, decided = DECIDED) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path, { dev, link }]) => path.includes('node_modules/') && !dev && !link)
    .map(([path, { license }]) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      licence: license ?? licenceOf(join(root, path, 'package.json')),
    }))
    .filter(({ name, licence }) => !allows(licence) && !hasPage(root, name, decided[name]))
    .map(({ name, licence }) => `${name}: ${licence ?? 'no licence named'}`);
}

/** Of an SPDX expression: one side of an OR is enough, both sides of an AND are needed. */
function allows(expression) {
  if (!expression) return false;
  const bare = expression.trim().replace(/^\(([^()]*)\)$/, '$1');
  if (/ OR /i.test(bare)) return bare.split(/ OR /i).some(allows);
  if (/ AND /i.test(bare)) return bare.split(/ AND /i).every(allows);
  return ALLOWED.test(bare);
}

function licenceOf(manifest) {
  if (!existsSync(manifest)) return undefined;
  const { license, licenses } = JSON.parse(readFileSync(manifest, 'utf8'));
  return license?.type ?? license ?? licenses?.map(({ type }) => type).join(' OR ');
}

function hasPage(root, name, page) {
  return page !== undefined && existsSync(join(root, page)) && readFileSync(join(root, page), 'utf8').includes(name);
}
