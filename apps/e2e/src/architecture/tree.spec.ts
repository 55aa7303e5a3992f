import { afterEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { filesIn, ROOT } from './overlay.js';

const { treeFaults } = (await import(join(ROOT, '.config/tree.js'))) as {
  treeFaults(root: string, files: readonly string[]): string[];
};
const { licenceFaults } = (await import(join(ROOT, '.config/licences.js'))) as {
  licenceFaults(root: string, decided?: Record<string, string>): string[];
};
const { typeNameFaults } = (await import(join(ROOT, '.config/type-names.js'))) as {
  typeNameFaults(root: string, files: readonly string[]): string[];
};

const roots: string[] = [];
afterEach(() => roots.splice(0).forEach((root) => rmSync(root, { recursive: true })));

function tree(files: Readonly<Record<string, unknown>>): { root: string; faults: string[] } {
  const root = mkdtempSync(join(tmpdir(), 'takwin-tree-'));
  roots.push(root);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return { root, faults: treeFaults(root, Object.keys(files)) };
}

const project = (name: string, ...tags: string[]) => ({ name: `@takwin/${name}`, nx: { tags } });

describe('the tree', () => {
  it('says nothing of a clean one', () => {
    const { faults } = tree({
      'README.md': 'Open http://localhost:4000/home/page and https://example.org/Users/list',
      '.ci/run': 'npm ci',
      'package.json': { dependencies: { zod: '4.6.7' }, overrides: { pg: '8.23.1-rc.1' } },
      'package-lock.json': {
        packages: { 'node_modules/zod': {}, 'node_modules/@takwin/courses': { resolved: 'libs/courses', link: true } },
      },
      'libs/courses/package.json': project('courses', 'type:domain', 'domain:courses'),
      'libs/courses/src/index.ts': `export * from './course.js';`,
      'apps/courses/package.json': project('courses-app', 'type:app', 'role:service'),
      'libs/platform/package.json': project('platform', 'type:platform'),
      'libs/services/package.json': project('services', 'type:services'),
    });
    expect(faults).toEqual([]);
  });

  it.each([
    ['a new name at the top', 'notes.txt', '', 'the top level has a fixed list'],
    ['a folder called shared', 'libs/courses/src/shared/money.ts', '', 'a name that says nothing'],
    ['a file called utils', 'libs/courses/src/course/utils.ts', '', 'a name that says nothing'],
    ['a spec called helpers', 'apps/bench/src/helpers.spec.ts', '', 'a name that says nothing'],
    ['a barrel inside a library', 'libs/courses/src/course/index.ts', '', 'a barrel'],
    ['a barrel in an app', 'apps/gateway/src/index.js', '', 'a barrel'],
    ['a range of versions', 'package.json', { dependencies: { zod: '^4.6.7' } }, 'zod is wanted as "^4.6.7"'],
    ['a tag of a version', 'package.json', { devDependencies: { nx: 'latest' } }, 'nx is wanted as "latest"'],
    [
      'a version of its own in a project',
      'libs/platform/package.json',
      { ...project('platform', 'type:platform'), dependencies: { zod: '4.6.7' } },
      'versions stand in the package.json of the root',
    ],
    ['a project without tags', 'libs/courses/package.json', project('courses'), 'leave it without arrows'],
    [
      'a domain with the tag of another',
      'libs/courses/package.json',
      project('courses', 'type:domain', 'domain:trainers'),
      'leave it without arrows',
    ],
    [
      'a domain that calls itself platform',
      'libs/courses/package.json',
      project('courses', 'type:platform'),
      'leave it without arrows',
    ],
    [
      'a library with the tag of another',
      'libs/gateway/package.json',
      project('gateway', 'type:services'),
      'leave it without arrows',
    ],
    ['an app without a role', 'apps/bench/package.json', project('bench-app', 'type:app'), 'leave it without arrows'],
    [
      'a registry of somebody',
      'package-lock.json',
      { packages: { 'node_modules/zod': { resolved: 'https://npm.example.org/zod.tgz' } } },
      'node_modules/zod comes from https://npm.example.org',
    ],
    [
      'a package from a repository',
      'package-lock.json',
      { packages: { 'node_modules/zod': { resolved: 'git+ssh://git@example.org/zod.git#1' } } },
      'node_modules/zod comes from git+ssh',
    ],
    ["somebody's home", 'docs/start.md', ['', 'home', 'amal', 'takwin'].join('/'), 'docs/start.md:1: an absolute path'],
    [
      "somebody's home on Windows",
      'docs/start.md',
      ['open', ['C:', 'Users', 'amal'].join('\\')].join(' '),
      'docs/start.md:1: an absolute path',
    ],
  ])('catches %s', (_, path, content, says) => {
    expect(tree({ [path]: content }).faults.join('\n')).toContain(says);
  });

  it('catches the path of the checkout itself', () => {
    const { root } = tree({ 'docs/start.md': '' });
    writeFileSync(join(root, 'docs/start.md'), `first\ncd ${root}/apps`);
    expect(treeFaults(root, ['docs/start.md'])).toEqual(['docs/start.md:2: an absolute path of one machine']);
  });
});

describe('the files that are checked', () => {
  const git = (root: string, ...args: string[]) => execFileSync('git', args, { cwd: root });

  it('are those that git has not been told of too, and neither what is ignored nor what is gone', () => {
    const { root } = tree({ '.gitignore': 'dist/', 'told.ts': '', 'gone.ts': '', 'dist/built.js': '' });
    git(root, 'init', '--quiet');
    git(root, 'add', '.');
    rmSync(join(root, 'gone.ts'));
    writeFileSync(join(root, 'new.ts'), '');
    expect(filesIn(root).sort()).toEqual(['.gitignore', 'new.ts', 'told.ts']);
  });
});

describe("a type's name", () => {
  const faultsOf = (files: Readonly<Record<string, string>>) => typeNameFaults(tree(files).root, Object.keys(files));
  const DAY = { 'libs/courses/src/days/day.ts': `export type Day = string;` };

  it('is one in a library, beside its schema, its graph type and what specs make', () => {
    const text = 'export class Day {}';
    expect(
      faultsOf({
        'libs/courses/src/days/day.ts': `export const Day = z.iso.date(); export type Day = z.output<typeof Day>;`,
        'libs/courses/src/graphql-types.ts': text,
        'libs/courses/src/testing/given-days.ts': text,
        'libs/courses/src/days/day.spec.ts': text,
        'libs/trainers/src/days/day.ts': text,
        'libs/courses/src/days/find-days.ts': 'type Day = number;',
      }),
    ).toEqual([]);
  });

  it.each(['export type Day = { from: Date };', 'export class Day {}', 'export const Day = z.number();'])(
    'is told of where another file has %s',
    (text) => {
      expect(faultsOf({ ...DAY, 'libs/courses/src/hours/open-day.ts': text })).toEqual([
        'courses.Day is exported by libs/courses/src/days/day.ts and libs/courses/src/hours/open-day.ts: ' +
          'a name means one thing in a library',
      ]);
    },
  );
});

describe('licences', () => {
  const locked = (packages: Record<string, object>) => tree({ 'package-lock.json': { packages } }).root;

  it('lets the usual ones pass, and whatever is only there for development', () => {
    const root = locked({
      '': { license: 'Apache-2.0' },
      'node_modules/zod': { license: 'MIT' },
      'node_modules/a/node_modules/@b/c': { license: '(GPL-3.0-only OR BSD-3-Clause)' },
      'node_modules/eslint-plugin': { license: 'GPL-3.0-only', dev: true },
      'node_modules/@takwin/courses': { link: true },
    });
    expect(licenceFaults(root)).toEqual([]);
  });

  it('names a package that production reaches under another licence, or under none', () => {
    const root = locked({
      'node_modules/a/node_modules/@b/c': { license: 'GPL-3.0-only' },
      'node_modules/bare': {},
      'node_modules/on-this-platform': { license: 'SSPL-1.0', optional: true },
      'node_modules/old': {},
    });
    mkdirSync(join(root, 'node_modules/old'), { recursive: true });
    writeFileSync(join(root, 'node_modules/old/package.json'), JSON.stringify({ licenses: [{ type: 'WTFPL' }] }));
    expect(licenceFaults(root)).toEqual([
      '@b/c: GPL-3.0-only',
      'bare: no licence named',
      'on-this-platform: SSPL-1.0',
      'old: WTFPL',
    ]);
  });

  it('takes another licence only with a page that names the package', () => {
    const root = locked({ 'node_modules/elastic': { license: 'Elastic-2.0' } });
    const decided = { elastic: 'docs/decisions/elastic.md' };
    expect(licenceFaults(root, decided)).toHaveLength(1);
    mkdirSync(join(root, 'docs/decisions'), { recursive: true });
    writeFileSync(join(root, 'docs/decisions/elastic.md'), 'Another one');
    expect(licenceFaults(root, decided)).toHaveLength(1);
    writeFileSync(join(root, 'docs/decisions/elastic.md'), 'We take elastic as it is');
    expect(licenceFaults(root, decided)).toEqual([]);
  });

  it.each([
    ['MIT AND BSD-3-Clause', true],
    ['(Apache-2.0 AND MIT)', true],
    ['MIT AND GPL-2.0-only', false],
    ['(MIT OR GPL-2.0-only) AND GPL-2.0-only', false],
    ['SEE LICENSE IN LICENSE.md', false],
  ])('reads %s', (license, allowed) => {
    const root = locked({ 'node_modules/expressive': { license } });
    expect(licenceFaults(root)).toEqual(allowed ? [] : [`expressive: ${license}`]);
  });
});
