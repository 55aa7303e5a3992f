import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from './overlay.js';

const { writerFaults } = (await import(join(ROOT, '.config/writers.js'))) as {
  writerFaults(root: string, files: readonly string[], nouns: Record<string, string[]>): string[];
};
const { promiseFaults } = (await import(join(ROOT, '.config/promised.js'))) as {
  promiseFaults(root: string, files: readonly string[], notYet: Record<string, string>): string[];
};

const roots: string[] = [];
afterEach(() => roots.splice(0).forEach((root) => rmSync(root, { recursive: true })));

function tree(files: Readonly<Record<string, string>>): { root: string; files: string[] } {
  const root = mkdtempSync(join(tmpdir(), 'takwin-writers-'));
  roots.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return { root, files: Object.keys(files) };
}

const WRITER = 'libs/courses/src/offerings/offering.writer.ts';
const ELSEWHERE = 'libs/courses/src/enrolments/claim-seats.ts';
const NOUNS = { courses: ['offering'] };
const OWN = { [WRITER]: 'sql`insert into offering(id) values (1)`; sql`update offering set state = 1`;' };

describe('the writer of a noun', () => {
  const faultsOf = (files: Readonly<Record<string, string>>, nouns: Record<string, string[]> = NOUNS): string[] => {
    const { root, files: names } = tree(files);
    return writerFaults(root, names, nouns);
  };

  it('is alone', () => {
    expect(faultsOf({ ...OWN, [ELSEWHERE]: 'select 1 from offering for update of offering' })).toEqual([]);
  });

  it.each([
    ['updates', 'update offering o\n set taken = 1'],
    ['inserts', 'insert into offering(id) select 1'],
    ['deletes', 'delete from offering where id = 1'],
    ['merges', 'MERGE INTO offering using x on true'],
    ['empties', 'truncate table offering'],
    ['names the schema and updates', 'update courses.offering set taken = 1'],
    ['quotes and updates', 'update "offering" as "o" set taken = 1'],
    ['quotes both and inserts', 'insert into "courses"."offering"("id") select 1'],
  ])('is told of a file that %s too', (_, text) => {
    expect(faultsOf({ ...OWN, [ELSEWHERE]: `sql\`${text}\`` })).toEqual([
      `${ELSEWHERE}: writes courses.offering, whose writer is ${WRITER}`,
    ]);
  });

  it("is told of another library's file that writes it", () => {
    const path = 'libs/licensing/src/runs/start-run.ts';
    expect(faultsOf({ ...OWN, [path]: 'sql`delete from courses.offering`' })).toEqual([
      `${path}: writes courses.offering, whose writer is ${WRITER}`,
    ]);
  });

  it.each(['offering.rows.ts', 'find-offerings.ts', 'read-offerings.ts'])(
    'is told of a %s that writes, whoever the table is of',
    (name) => {
      const path = `libs/courses/src/offerings/${name}`;
      expect(faultsOf({ ...OWN, [path]: 'sql`insert into shelf(id) values (1)`' })).toEqual([
        `${path}: writes courses.shelf, and by its name it selects`,
      ]);
    },
  );

  it('is told of a file that could save the noun too', () => {
    const text = 'const offerings = new Repository(offeringSchema);';
    expect(faultsOf({ ...OWN, [WRITER]: `${OWN[WRITER]} ${text}`, [ELSEWHERE]: text })).toEqual([
      `${ELSEWHERE}: has a Repository, which is a writer's`,
    ]);
  });

  it('is told of where a noun has none', () => {
    expect(faultsOf({ [ELSEWHERE]: 'update offering set taken = 1' })).toEqual([
      'courses.offering: no *.writer.ts writes it',
    ]);
  });

  it("says nothing of specs, migrations and another library's table of that name", () => {
    const text = 'update offering set taken = 1';
    expect(
      faultsOf({
        ...OWN,
        'libs/courses/src/offerings/claim.spec.ts': text,
        'libs/courses/src/migrations/2026-11-24-courses.ts': text,
        'libs/licensing/src/runs/offer.ts': text,
      }),
    ).toEqual([]);
  });
});

describe('a published event', () => {
  const faultsOf = (sent: string, notYet: Record<string, string>, path = WRITER): string[] => {
    const { root, files } = tree({
      'libs/contracts/src/events/courses.ts': `published({ types: ['OfferingOpened', 'OfferingFinished'] })`,
      [path]: sent,
    });
    return promiseFaults(root, files, notYet);
  };

  it('is sent, or stands in the list', () => {
    expect(faultsOf(`append(tx, 'OfferingOpened')`, { OfferingFinished: 'later' })).toEqual([]);
  });

  it('is told of where nothing sends it', () => {
    expect(faultsOf(`append(tx, 'OfferingOpened')`, {})).toEqual([
      'OfferingFinished is published, and nothing sends it',
    ]);
  });

  it('is told of where a migration alone says it, once and again', () => {
    const [fault] = faultsOf(`'OfferingOpened'`, { OfferingFinished: 'later' }, 'libs/courses/src/migrations/again.ts');
    expect(fault).toBe('OfferingOpened is published, and nothing sends it');
  });

  it('leaves the list when it is sent or gone', () => {
    const sent = `append(tx, 'OfferingOpened'); append(tx, 'OfferingFinished')`;
    expect(faultsOf(sent, { OfferingFinished: 'later', OfferingMoved: 'later' })).toEqual([
      'OfferingFinished is sent: take it from the list',
      'OfferingMoved is not published: take it from the list',
    ]);
  });
});
