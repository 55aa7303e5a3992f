import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLEAN_TREE } from './clean-tree.js';
import { filesOf, lint, type Plant } from './lint.js';
import { Overlay } from './overlay.js';

const inDomain = (text: string) => ({ path: `libs/courses/src/course/planted-${text.length}.ts`, text });

const DOMAIN: Plant[] = [
  { name: 'the clock by new Date()', ...inDomain(`export const now = new Date();`), says: /takwin\/clock/ },
  { name: 'the clock by Date()', ...inDomain(`export const spoken: string = Date();`), says: /takwin\/clock/ },
  { name: 'the clock by Date.now', ...inDomain(`export const stamp = () => Date.now();`), says: /takwin\/clock/ },
  { name: 'chance', ...inDomain(`export const lot = () => Math.random() * 2;`), says: /takwin\/chance/ },
  ...[
    'now()',
    'NOW()',
    'current_timestamp',
    'clock_timestamp()',
    'statement_timestamp()',
    'current_date',
    'localtimestamp',
  ].map((word) => ({
    name: `${word} in SQL`,
    path: `libs/courses/src/catalogue/clock-${word.replace('()', word === 'NOW()' ? '-loud' : '')}.ts`,
    text: `export const text = (id: string) => \`update course set at = ${word} where id = \${id}\`;`,
    says: /takwin\/sql-clock/,
  })),
  {
    name: "now() in a migration's string",
    path: 'libs/courses/src/migrations/2026-11-24-planted.ts',
    text: `export const up = 'create table t (at timestamptz default now())';`,
    says: /takwin\/sql-clock/,
  },
  {
    name: 'a legal time zone in SQL',
    path: 'libs/courses/src/catalogue/zone.ts',
    text: `export const text = \`select starts_at AT TIME ZONE 'Africa/Casablanca' from sitting\`;`,
    says: /takwin\/sql-zone/,
  },
  {
    name: "a legal time zone in a migration's string",
    path: 'libs/courses/src/migrations/2026-11-25-planted.ts',
    text: `export const up = "create view v as select at at time zone 'Africa/Casablanca' from t";`,
    says: /takwin\/sql-zone/,
  },
  ...[
    ['a zone that is a parameter', 'sql`select starts_at at time zone ${zone} from sitting`'],
    ['a zone that is a column', '`select starts_at at time zone zone from sitting`'],
    ['the function for it', "`select timezone('Africa/Casablanca', starts_at) from sitting`"],
    ['a zone for the session', '`set local time zone interval`'],
    ['a zone for the session by its setting', "`select set_config('timezone', $1, true)`"],
    ['a zone for the connection', "'postgres://here/db?options=-c timezone=Africa'"],
  ].map(([name, text], index) => ({
    name: `${name} in SQL`,
    path: `libs/courses/src/catalogue/zone-${index}.ts`,
    text: `export const text = (sql: (...all: unknown[]) => unknown, zone: string) => [zone, sql, ${text}];`,
    says: /takwin\/sql-zone/,
  })),
  {
    name: 'a zone named outside the module of legal time',
    path: 'libs/certifications/src/sitting/zone.ts',
    text: `export const zone = 'Africa/Casablanca';`,
    says: /takwin\/zone/,
  },
  {
    name: "a legal time zone in a tool's SQL",
    path: 'apps/bench/src/chaos/zone.ts',
    text: `export const text = \`select at at time zone 'Africa/Casablanca' from t\`;`,
    says: /takwin\/sql-zone/,
  },
];

const REST: Plant[] = [
  {
    name: 'an HTTP exception in a use case',
    path: 'libs/courses/src/catalogue/refuse.ts',
    text: `import { BadRequestException } from '@nestjs/common'; export const no = () => new BadRequestException();`,
    says: /takwin\/refusal/,
  },
  {
    name: 'an HTTP exception in an entrypoint',
    path: 'libs/courses/src/catalogue/refuse.resolver.ts',
    text: `import { NotFoundException as Gone } from '@nestjs/common'; export const no = () => new Gone();`,
    says: /takwin\/refusal/,
  },
  {
    name: 'any but the root exception where it is translated',
    path: 'libs/platform/src/http/refuse.ts',
    text: `import { ConflictException } from '@nestjs/common'; export const no = () => new ConflictException();`,
    says: /takwin\/refusal/,
  },
  {
    name: 'the environment outside platform/config',
    path: 'libs/platform/src/jobs/environment.ts',
    text: `export const redis = process.env['REDIS_URL'];`,
    says: /takwin\/environment/,
  },
  {
    name: 'the environment by its import',
    path: 'libs/courses/src/catalogue/environment.ts',
    text: `import { env } from 'node:process'; export const redis = env['REDIS_URL'];`,
    says: /takwin\/environment/,
  },
  {
    name: 'the console in a library',
    path: 'libs/courses/src/catalogue/talk.ts',
    text: `export const talk = () => console.log('hello');`,
    says: /no-console/,
  },
  {
    name: 'a name that says nothing',
    path: 'libs/courses/src/course/names.ts',
    text: `export class CourseManager {} export type CourseDto = { id: string };`,
    says: /takwin\/name/,
  },
  ...[
    ['of a transaction', '(tx: Tx, noun: object) => tx.manager.save(noun)'],
    ['that was taken out of it', '({ manager }: Tx, noun: object) => manager.save(noun)'],
    ['by the table', "({ manager }: Tx, noun: object) => manager.getRepository('course').save(noun)"],
  ].map(([name, save], index) => ({
    name: `a noun saved over what others saved, by the manager ${name}`,
    path: `libs/courses/src/catalogue/save-${index}.ts`,
    text: `type Saves = { save(noun: object): Promise<void> };
      type Tx = { manager: Saves & { getRepository(name: string): Saves } };
      export const save = ${save};`,
    says: /takwin\/save/,
  })),
  {
    name: 'a test that is left out by hand',
    path: 'libs/courses/src/course/left-out.spec.ts',
    text: `import { it } from '@jest/globals'; it.skip('works', () => {});`,
    says: /takwin\/all-tests-run/,
  },
  {
    name: 'a test that shuts the others out',
    path: 'libs/courses/src/course/alone.spec.ts',
    text: `import { it } from '@jest/globals'; if (1 < 2) it.only('works', () => {});`,
    says: /takwin\/all-tests-run/,
  },
  {
    name: 'a test that is left out by its name',
    path: 'libs/courses/src/course/named-out.spec.ts',
    text: `import { xit } from '@jest/globals'; xit('works', () => {});`,
    says: /takwin\/all-tests-run/,
  },
  {
    name: 'a promise for a condition',
    path: 'libs/courses/src/catalogue/promised.ts',
    text: `export const yes = async (is: () => Promise<boolean>) => { if (is()) await is(); };`,
    says: /no-misused-promises/,
  },
  {
    name: 'a state that a switch forgets',
    path: 'libs/courses/src/catalogue/forgetful.ts',
    text: `export function order(state: 'open' | 'closed'): number { switch (state) { case 'open': return 1; } return 0; }`,
    says: /switch-exhaustiveness-check/,
  },
  {
    name: 'a promise that nobody awaits',
    path: 'libs/courses/src/catalogue/forget.ts',
    text: `export function forget(work: () => Promise<void>): void { work(); }`,
    says: /no-floating-promises/,
  },
  {
    name: 'a note to self',
    path: 'libs/courses/src/catalogue/later.ts',
    text: `export const later = 1; // TODO finish`,
    says: /no-warning-comments/,
  },
  {
    name: 'a file of more than 400 lines',
    path: 'libs/courses/src/catalogue/long.ts',
    text: Array.from({ length: 401 }, (_, line) => `export const line${line} = ${line};`).join('\n'),
    says: /max-lines/,
  },
];

const PLANTS = [...DOMAIN, ...REST];

describe('lint', () => {
  const overlay = new Overlay({ ...CLEAN_TREE, ...filesOf(PLANTS) });
  let messages: Map<string, string[]>;

  beforeAll(async () => void (messages = await lint(overlay)), 120_000);
  afterAll(() => overlay.remove());

  it('plants every violation in a file of its own', () => {
    expect(new Set(PLANTS.map(({ path }) => path)).size).toBe(PLANTS.length);
  });

  it.each(PLANTS)('catches $name', ({ path, says }) => {
    expect(messages.get(path)?.join('\n')).toMatch(says);
  });

  it.each(Object.keys(CLEAN_TREE))('says nothing of %s', (path) => {
    expect(messages.get(path)).toEqual([]);
  });
});
