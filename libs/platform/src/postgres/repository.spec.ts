import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { EntitySchema } from 'typeorm';
import { actorOf } from '../testing/actor.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import type { Tx } from './database.js';
import type { Migration } from './migrate.js';
import { KEY, Repository } from './repository.js';

type Title = { fr: string; ar: string | null };

class Shelf {
  declare readonly id: string;
  declare readonly version: number;
  declare readonly code: string;
  declare readonly title: Title;
  declare readonly boughtOn: string | null;
  declare readonly topics: string[];
  declare readonly hours: { opens: string }[] | null;
  declare readonly books: number;

  change(to: Partial<Shelf>): void {
    Object.assign(this, to);
  }
}

const shelfSchema = new EntitySchema<Shelf>({
  name: 'Shelf',
  target: Shelf,
  columns: {
    ...KEY,
    code: { type: 'text', update: false },
    boughtOn: { type: 'date' },
    topics: { type: 'text', array: true },
    hours: { type: 'jsonb' },
    books: { type: 'int' },
  },
  embeddeds: {
    title: {
      schema: new EntitySchema<Title>({ name: 'title', columns: { fr: { type: 'text' }, ar: { type: 'text' } } }),
    },
  },
});
const shelves = new Repository(shelfSchema);

const migrations: Migration[] = [
  {
    name: 'shelves',
    up: `create table shelf(id uuid primary key default gen_random_uuid(), version int not null default 1, code text not null,
      title_fr text not null, title_ar text, bought_on date, topics text[] not null, hours jsonb,
      books int not null constraint shelf_not_overfull check (books <= 1000), price int default 7)`,
  },
];

const clerk = actorOf('academy-manager');
let test: TestDatabase;
let id: string;

beforeAll(async () => {
  test = await testDatabase({ schema: 'shelves', migrations, entities: [shelfSchema] });
});
afterAll(() => test?.close());
beforeEach(async () => {
  const row = await asClerk((tx) =>
    tx.one<{ id: string }>(sql`
      insert into shelf(code, title_fr, topics, books) values ('A', 'Étagère', '{}', 0) returning id`),
  );
  id = row!.id;
});

const asClerk = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => test.db.asActor(clerk, work);
const find = (tx: Tx) => shelves.find(tx, sql`id = ${id}`);
const put = (books: number) =>
  asClerk(async (tx) => {
    const shelf = (await find(tx))!;
    shelf.change({ books: shelf.books + books });
    await shelves.save(tx, shelf);
    return shelf.version;
  });
const row = () => asClerk((tx) => tx.one<Record<string, unknown>>(sql`select * from shelf where id = ${id}`));

describe('a repository', () => {
  it('finds a noun by any condition, as an instance of its class', async () => {
    const codes = ['A', 'B'];
    const [found, none] = await asClerk(async (tx) => [
      await shelves.find(tx, sql`id = ${id} and code = any(${codes}) and books >= ${0}`),
      await shelves.find(tx, sql`id = ${id} and code = any(${['B']})`),
    ]);
    expect(found).toBeInstanceOf(Shelf);
    expect({ ...found }).toEqual({
      ...{ id, version: 1, code: 'A', title: { fr: 'Étagère', ar: null } },
      ...{ boughtOn: null, topics: [], hours: null, books: 0 },
    });
    expect(none).toBeNull();
  });

  it('saves what may change, in the columns that the properties stand for, and no other', async () => {
    const to = {
      title: { fr: 'Rayon', ar: 'رف' },
      boughtOn: '2026-03-29',
      topics: ['sql', 'a,"b'],
      hours: [{ opens: '08:30' }],
    };
    const saved = await asClerk(async (tx) => {
      const shelf = (await find(tx))!;
      await tx.query(sql`update shelf set price = 9 where id = ${id}`);
      shelf.change({ ...to, code: 'B' });
      await shelves.save(tx, shelf);
      return [shelf.version, (await find(tx))!];
    });
    expect(saved).toMatchObject([2, { ...to, code: 'A', version: 2 }]);
    expect(await row()).toMatchObject({
      title_fr: 'Rayon',
      title_ar: 'رف',
      bought_on: '2026-03-29',
      price: 9,
      version: 2,
    });
  });

  it('has two who change one noun come one after the other, and loses nothing', async () => {
    const versions = await Promise.all(Array.from({ length: 40 }, () => put(1)));
    expect(versions.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index + 2));
    expect(await row()).toMatchObject({ books: 40, version: 41 });
  });

  it('refuses a noun whose row has changed since, and writes nothing', async () => {
    const late = (await asClerk(find))!;
    await put(3);
    late.change({ books: 500 });
    await expect(asClerk((tx) => shelves.save(tx, late))).rejects.toMatchObject({
      code: 'VERSION_MISMATCH',
      status: 412,
    });
    expect(late.version).toBe(1);
    expect(await row()).toMatchObject({ books: 3, version: 2 });
  });

  it('leaves a noun alone that is as it was found, however it was changed back', async () => {
    const saved = await asClerk(async (tx) => {
      const shelf = (await find(tx))!;
      shelf.change({ books: 5, hours: [{ opens: '08:30' }] });
      const first = await shelves.save(tx, shelf);
      shelf.change({ books: 9, hours: [{ opens: '08:30' }], title: { ar: null, fr: 'Étagère' } });
      shelf.change({ books: 5 });
      return [first, await shelves.save(tx, shelf), shelf.version];
    });
    expect(saved).toEqual([true, false, 2]);
    expect(await row()).toMatchObject({ books: 5, version: 2 });
  });

  it('tells of what PostgreSQL refuses by its constraint, and not what was to be written', async () => {
    const error = await put(1001).catch((thrown: object) => thrown);
    expect(error).toMatchObject({ constraint: 'shelf_not_overfull', code: '23514' });
    expect(error).not.toHaveProperty('parameters');
  });

  it('finds nothing to change outside a transaction', async () => {
    await expect(test.db.readAs(clerk, find)).rejects.toThrow('transaction');
  });
});
