import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { CLEAN_TREE } from './clean-tree.js';
import { Overlay } from './overlay.js';

type Violation = { from: string; to: string; rule: { name: string } };
type Plant = { name: string; rule: string; files: Readonly<Record<string, string>> };

const LIB = 'libs/courses/src';

/** The first file of each is the one that is reported. */
const PLANTS: Plant[] = [
  {
    name: 'two files that import each other',
    rule: 'no-cycles',
    files: {
      [`${LIB}/duration/chicken.ts`]: `import { egg } from './egg.js'; export const chicken = () => egg;`,
      [`${LIB}/duration/egg.ts`]: `import { chicken } from './chicken.js'; export const egg = () => chicken;`,
    },
  },
  {
    name: 'a query that knows an entrypoint',
    rule: 'commands-know-no-entrypoint',
    files: {
      [`${LIB}/catalogue/find-answers.ts`]: `import { CoursesController } from './courses.controller.js';
        export const answers = CoursesController;`,
    },
  },
  {
    name: 'rows that know an entrypoint, by its type only',
    rule: 'commands-know-no-entrypoint',
    files: {
      [`${LIB}/catalogue/answer.rows.ts`]: `import type { CoursesController } from './courses.controller.js';
        export type Answer = CoursesController;`,
    },
  },
  {
    name: 'a query that knows a module',
    rule: 'only-composition-knows-modules',
    files: {
      [`${LIB}/catalogue/find-modules.ts`]: `import { CatalogueModule } from './catalogue.module.js';
        export const found = CatalogueModule;`,
    },
  },
  {
    name: 'a query that knows a processor',
    rule: 'commands-know-no-entrypoint',
    files: {
      [`${LIB}/catalogue/find-work.ts`]: `import { work } from './course.processor.js';
        export const found = work;`,
      [`${LIB}/catalogue/course.processor.ts`]: `export const work = 'courses';`,
    },
  },
  ...['resolver', 'controller', 'processor'].map((kind): Plant => ({
    name: `a ${kind} that touches rows`,
    rule: 'entrypoints-never-touch-rows',
    files: {
      [`${LIB}/catalogue/touching.${kind}.ts`]: `import { selectCourses } from './course.rows.js';
          export const touch = selectCourses;`,
    },
  })),
  {
    name: 'an entrypoint that writes',
    rule: 'entrypoints-never-touch-rows',
    files: {
      [`${LIB}/catalogue/writing.controller.ts`]: `import { retire } from './shelf.writer.js';
        export const write = retire;`,
      [`${LIB}/catalogue/shelf.writer.ts`]: `export const retire = 'update';`,
    },
  },
  {
    name: 'an entrypoint that touches the tables by what a copy keeps',
    rule: 'entrypoints-never-touch-rows',
    files: {
      [`${LIB}/catalogue/copied.resolver.ts`]: `import { migrations } from '../migrations.js';
        export const copied = migrations;`,
    },
  },
  {
    name: 'an entrypoint that writes a noun',
    rule: 'entrypoints-never-touch-rows',
    files: {
      [`${LIB}/catalogue/writing.resolver.ts`]: `import { retire } from './course.writer.js'; export const write = retire;`,
      [`${LIB}/catalogue/course.writer.ts`]: `export const retire = 'course';`,
    },
  },
  {
    name: 'a noun that knows its writer',
    rule: 'nouns-know-nouns-only',
    files: {
      [`${LIB}/catalogue/written.ts`]: `import { retire } from './written.writer.js'; export const written = retire;`,
      [`${LIB}/catalogue/written.writer.ts`]: `export const retire = 'course';`,
    },
  },
  ...[
    ["the platform's database", `import type { Database } from '@takwin/platform/postgres';`, 'Database'],
    ['SQL', `import type { Sql } from 'sql-template-tag';`, 'Sql'],
    ['the driver', `import type { Pool } from 'pg';`, 'Pool'],
  ].map(([what, text, type]): Plant => ({
    name: `an entrypoint that knows ${what}`,
    rule: 'entrypoints-know-no-database',
    files: { [`${LIB}/catalogue/${type!.toLowerCase()}.resolver.ts`]: `${text} export type Known = ${type};` },
  })),
  {
    name: 'rows that know a query',
    rule: 'rows-only-select',
    files: {
      [`${LIB}/catalogue/found.rows.ts`]: `import { findCourses } from './find-courses.js';
        export const rows = findCourses;`,
    },
  },
  {
    name: 'rows that write by a writer',
    rule: 'rows-only-select',
    files: {
      [`${LIB}/catalogue/writing.rows.ts`]: `import { tell } from './told.writer.js'; export const rows = tell;`,
    },
  },
  {
    name: 'a writer that knows a command',
    rule: 'writers-know-no-command',
    files: {
      [`${LIB}/catalogue/commanding.writer.ts`]: `import { findCourses } from './find-courses.js';
        export const write = findCourses;`,
    },
  },
  {
    name: 'an adapter that knows rows',
    rule: 'adapters-know-nouns-only',
    files: {
      'libs/licensing/src/graph/seats.ts': `import { select } from '../licences/seat.rows.js'; export const s = select;`,
      'libs/licensing/src/licences/seat.rows.ts': `export const select = 'select';`,
    },
  },
  {
    name: 'reference data that asks a query',
    rule: 'reference-is-data',
    files: {
      [`${LIB}/catalogue/reference/asked.ts`]: `import { findCourses } from '../find-courses.js';
        export const asked = findCourses;`,
    },
  },
  {
    name: 'a command that reaches for the rows of another capability',
    rule: 'rows-stay-in-their-capability',
    files: {
      [`${LIB}/offerings/open-offering.ts`]: `import { selectCourses } from '../catalogue/course.rows.js';
        export const open = selectCourses;`,
    },
  },
  ...['./find-courses', './course.rows', './courses.controller', './reference/catalogue', '../migrations'].map(
    (target, index): Plant => ({
      name: `a noun that knows ${target}`,
      rule: 'nouns-know-nouns-only',
      files: {
        [`${LIB}/catalogue/knows-${index}.ts`]: `import * as known from '${target}.js'; export const all = known;`,
        [`${LIB}/catalogue/reference/catalogue.ts`]: `export const catalogue = ['a course'];`,
      },
    }),
  ),
  {
    name: 'a planner that knows the database, though its name is a verb',
    rule: 'nouns-are-pure',
    files: {
      [`${LIB}/catalogue/planner/plan-courses.ts`]: `import { open } from '@takwin/platform/postgres';
        export const plan = open;`,
    },
  },
  {
    name: 'a noun that knows the database',
    rule: 'nouns-are-pure',
    files: {
      [`${LIB}/catalogue/knows-database.ts`]: `import { open } from '@takwin/platform/postgres';
        export const opened = open;`,
    },
  },
  {
    name: 'a noun that reads files',
    rule: 'nouns-have-no-effects',
    files: {
      [`${LIB}/catalogue/course-file.ts`]: `import { readFileSync } from 'node:fs'; export const read = readFileSync;`,
    },
  },
  {
    name: 'a noun that knows the framework',
    rule: 'nouns-have-no-effects',
    files: {
      [`${LIB}/catalogue/injected.ts`]: `import { Injectable } from '@nestjs/common'; export const mark = Injectable;`,
    },
  },
  {
    name: "a file that goes through its own library's door",
    rule: 'a-library-does-not-use-its-own-door',
    files: { [`${LIB}/catalogue/door.ts`]: `import { migrations } from '../index.js'; export const all = migrations;` },
  },
  {
    name: 'a fault test that reaches what only Jest can load, at one remove',
    rule: 'programs-run-without-jest',
    files: {
      'apps/bench/src/chaos/hopeful.ts': `import { hope } from './hope.js'; export const hopeful = () => hope;`,
      'apps/bench/src/chaos/hope.ts': `import { expect } from '@jest/globals'; export const hope = expect;`,
    },
  },
  {
    name: "a program that loads another deployable's composition",
    rule: 'a-program-loads-its-own-composition',
    files: {
      'apps/trainers/src/main.ts': `export const started = () => import('@takwin/services/courses');`,
    },
  },
  {
    name: 'a program that comes by something else to what loads them all',
    rule: 'a-program-loads-its-own-composition',
    files: {
      'apps/licensing/src/main.ts': `import { startAll } from '@takwin/deployment/running-services'; startAll();`,
    },
  },
  {
    name: 'product code that imports testing code',
    rule: 'no-tests-in-product',
    files: {
      [`${LIB}/catalogue/tested.ts`]: `import { given } from '@takwin/platform/testing'; export const g = given;`,
    },
  },
  {
    name: 'product code that imports a spec',
    rule: 'no-tests-in-product',
    files: {
      [`${LIB}/catalogue/specified.ts`]: `import { fixture } from './fixture.spec.js'; export const f = fixture;`,
      [`${LIB}/catalogue/fixture.spec.ts`]: `export const fixture = 1;`,
    },
  },
  {
    name: 'product code that imports a development dependency',
    rule: 'no-dev-dependencies-in-product',
    files: {
      [`${LIB}/catalogue/composed.ts`]: `import { composeServices } from '@apollo/composition';
        export const compose = composeServices;`,
    },
  },
  {
    name: 'a package that only another package names',
    rule: 'no-undeclared-dependencies',
    files: { [`${LIB}/catalogue/borrowed.ts`]: `import tslib from 'tslib'; export const borrowed = tslib;` },
  },
  {
    name: 'an import of what is not there',
    rule: 'no-unresolved',
    files: { [`${LIB}/catalogue/dreamt.ts`]: `import { dream } from './dream.js'; export const d = dream;` },
  },
  {
    name: 'a file that nothing but its spec knows',
    rule: 'no-orphans',
    files: {
      [`${LIB}/duration/forgotten.ts`]: `export const forgotten = 1;`,
      [`${LIB}/duration/forgotten.spec.ts`]: `import { forgotten } from './forgotten.js'; export const f = forgotten;`,
    },
  },
];

/** Build tools may use development dependencies, specs anything, and a writer asks for what it tells of. */
const EXCEPTED = {
  'libs/gateway/src/compose.ts': `import { composeServices } from '@apollo/composition';
    export const compose = composeServices;`,
  'apps/cli/src/generate.ts': `import { compose } from '@takwin/gateway/compose'; export const composed = compose;`,
  [`${LIB}/catalogue/announce-courses.ts`]: `import { stamp } from '@takwin/platform/postgres'; export const said = stamp;`,
  [`${LIB}/catalogue/told.writer.ts`]: `import { said } from './announce-courses.js'; export const tell = said;`,
  [`${LIB}/testing/told.ts`]: `import { tell } from '../catalogue/told.writer.js'; export const told = tell;`,
  [`${LIB}/catalogue/deep.spec.ts`]: `import { selectCourses } from './course.rows.js';
    import fc from 'fast-check'; export const deep = [selectCourses, fc];`,
};

describe('arrows inside a library', () => {
  const overlay = new Overlay({
    ...CLEAN_TREE,
    ...EXCEPTED,
    ...Object.assign({}, ...PLANTS.map(({ files }) => files)),
  });
  let violations: Violation[];

  beforeAll(async () => {
    const { stdout, output } = await overlay.run(
      join(overlay.root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
      ['--config', '.config/dependency-cruiser.js', '--output-type', 'json', 'apps', 'libs'],
    );
    if (!stdout.startsWith('{')) throw new Error(output);
    violations = (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
  }, 60_000);
  afterAll(() => overlay.remove());

  it.each(PLANTS)('catches $name', ({ files, rule }) => {
    const [path] = Object.keys(files);
    expect(violations.filter(({ from }) => from === path).map((violation) => violation.rule.name)).toContain(rule);
  });

  it.each([...Object.keys(CLEAN_TREE), ...Object.keys(EXCEPTED)])('says nothing of %s', (path) => {
    expect(violations.filter(({ from }) => from === path)).toEqual([]);
  });
});
