import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { Overlay, ROOT } from './overlay.js';

const { writeSourcePaths } = (await import(join(ROOT, '.config/source-paths.js'))) as {
  writeSourcePaths(root: string): string;
};

type Named = { name: string };
type Report = { issues: ({ file: string } & Record<string, (Named | Named[])[]>)[] };

const LIB = 'libs/courses/src';

/** A small tree in which all is used, though some of it in ways that are hard to see. */
const USED: Readonly<Record<string, string>> = {
  [`${LIB}/index.ts`]: `export { findCourses, type Course } from './find-courses.js';`,
  [`${LIB}/find-courses.ts`]: `
    import { minutes } from './minutes.js';
    export type Course = { minutes: number };
    export const findCourses = (): Course[] => [{ minutes: minutes('PT1H') }];
  `,
  [`${LIB}/minutes.ts`]: `
    export const minutes = (text: string): number => hours(text) * 60;
    export const hours = (text: string): number => text.length;
  `,
  [`${LIB}/minutes.spec.ts`]: `import { hours } from './minutes.js'; hours('PT1H');`,
  // As it was built before anything else was written.
  'libs/courses/dist/index.js': `export {};`,
  'libs/platform/src/clock.ts': `export { now } from './clock/clock.js';`,
  'libs/platform/src/clock/clock.ts': `export const now = (): Date => new Date();`,
  'apps/courses/src/app.ts': `
    import { findCourses, type Course } from '@takwin/courses';
    import { now } from '@takwin/platform/clock';
    const found: Course[] = findCourses();
    /** What a command calls. @public */
    export const main = (): void => console.log(found, now());
  `,
};

const PLANTED: Readonly<Record<string, string>> = {
  'libs/trainers/src/index.ts': `export { TrainerLeft, trainer } from './trainer.js';`,
  'libs/trainers/src/trainer.ts': `
    import tslib from 'tslib';
    export const dayLength = 24;
    export type Weekday = 1 | 2;
    export class TrainerLeft extends Error { readonly day: Weekday = 1; }
    export const trainer = [tslib, dayLength];
    export const person = trainer;
  `,
  'libs/trainers/src/forgotten.ts': `export const forgotten = 1;`,
  'libs/platform/src/errors.ts': `export { yesterday } from './errors/planted.js';`,
  'libs/platform/src/errors/planted.ts': `export const yesterday = new Date(0);`,
};

const TRAINER = 'libs/trainers/src/trainer.ts';
const FORGOTTEN = 'libs/trainers/src/forgotten.ts';
const PLANTS = [
  { name: 'an export that only its own file uses', path: TRAINER, kind: 'exports', found: 'dayLength' },
  { name: 'a type that nobody imports', path: TRAINER, kind: 'types', found: 'Weekday' },
  { name: 'two names of one thing', path: TRAINER, kind: 'duplicates', found: 'trainer person' },
  { name: 'a package that only another one names', path: TRAINER, kind: 'unlisted', found: 'tslib' },
  { name: 'a package that nobody imports', path: 'package.json', kind: 'dependencies', found: 'bullmq' },
  { name: 'a file that nobody imports', path: FORGOTTEN, kind: 'files', found: FORGOTTEN },
  {
    name: 'what a door offers and nobody takes',
    path: 'libs/trainers/src/index.ts',
    kind: 'exports',
    found: 'trainer',
  },
  {
    name: 'an export of platform that nobody takes',
    path: 'libs/platform/src/errors.ts',
    kind: 'exports',
    found: 'yesterday',
  },
];

describe('what nobody uses', () => {
  const overlay = new Overlay({ ...USED, ...PLANTED });
  const said: { path: string; kind: string; found: string }[] = [];

  beforeAll(async () => {
    const { stdout, output } = await overlay.run(join(overlay.root, 'node_modules/knip/bin/knip.js'), [
      ...['--config', '.config/knip.js', '--tsConfig', writeSourcePaths(overlay.root), '--reporter', 'json'],
    ]);
    if (!stdout.startsWith('{')) throw new Error(output);
    for (const { file, ...kinds } of (JSON.parse(stdout) as Report).issues)
      for (const [kind, found] of Object.entries(kinds))
        for (const one of found)
          said.push({
            path: file,
            kind,
            found: [one]
              .flat()
              .map(({ name }) => name)
              .join(' '),
          });
  }, 60_000);
  afterAll(() => overlay.remove());

  it.each(PLANTS)('catches $name', ({ path, kind, found }) => {
    expect(said).toContainEqual({ path, kind, found });
  });

  it.each(Object.keys(USED))('says nothing of %s', (path) => {
    expect(said.filter((one) => one.path === path)).toEqual([]);
  });
});
