import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import sql, { raw } from 'sql-template-tag';
import type { Tx } from '../postgres/database.js';
import { migrate } from '../postgres/migrate.js';
import { actorOf } from '../testing/actor.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { letter, parcel, parcelCopy } from '../testing/sample-log.js';
import { type Copy, copyMigration, copyOf } from './copy.js';
import { Changed } from './feed.js';

const shortLetters = copyOf(letter, {
  table: 'short_letter',
  columns: { length: 'int', 'the text': 'text' },
  row: ({ text }) => ({ length: text.length, 'the text': text }),
  keep: ({ text }) => text.length < 10,
  indexes: ['(length) where length > 5'],
});

const EVENT = { position: 1, uid: '', subject: '', type: '', at: new Date(0), trace: null, changes: [] };

describe('a copy', () => {
  let shop: TestDatabase;

  beforeAll(async () => {
    shop = await testDatabase({ schema: 'shop', migrations: [parcelCopy, shortLetters].map(copyMigration) });
  });
  afterAll(() => shop.close());
  afterEach(() => inShop((tx) => tx.query(sql`with gone as (delete from parcel_copy) delete from short_letter`)));

  const inShop = <T>(work: (tx: Tx) => Promise<T>) => shop.db.asActor(actorOf('system'), work);
  const rows = (table: string) =>
    inShop((tx) => tx.query<Record<string, unknown>>(sql`select * from ${raw(table)} order by subject`));

  const take = (copy: Copy, generation: number, ...changes: [id: string, version: number, data: object][]) =>
    inShop((tx) => {
      const changed = changes.map(([s, v, d]) => new Changed(copy.kind, EVENT, { s, v, d }));
      return copy.take(tx, changed, generation);
    });
  const at = (town: string) => ({ town, stops: [town, 'Rabat'], sentAt: '2026-11-23T09:00:00.000Z' });
  const towns = async () => Object.fromEntries((await rows('parcel_copy')).map((row) => [row.subject, row.town]));

  it('holds the cells of each subject in their types', async () => {
    await take(parcelCopy, 1, ['p1', 1, at('Fès')]);
    expect(await rows('parcel_copy')).toEqual([
      {
        subject: 'p1',
        version: 1,
        generation: 1,
        town: 'Fès',
        stops: ['Fès', 'Rabat'],
        sent_at: new Date('2026-11-23T09:00:00Z'),
      },
    ]);
  });

  it('holds the newest version, in whatever order changes arrive', async () => {
    await take(parcelCopy, 1, ['p1', 2, at('Tanger')], ['p1', 3, at('Agadir')], ['p1', 1, at('Fès')]);
    await take(parcelCopy, 1, ['p1', 2, at('Tanger')], ['p2', 1, at('Safi')]);
    expect(await towns()).toEqual({ p1: 'Agadir', p2: 'Safi' });
  });

  it('lets a new generation overwrite what the old one held, and drops at its end what the log no longer has', async () => {
    await take(parcelCopy, 1, ['p1', 5, at('Agadir')], ['p2', 1, at('Safi')]);
    await take(parcelCopy, 2, ['p1', 2, at('Tanger')]);
    expect(await towns()).toEqual({ p1: 'Tanger', p2: 'Safi' });
    await inShop((tx) => parcelCopy.settle(tx, 2));
    expect(await towns()).toEqual({ p1: 'Tanger' });
  });

  it('keeps only what it is told to keep, and takes out what changed', async () => {
    await take(shortLetters, 1, ['l1', 1, { text: 'short' }], ['l2', 1, { text: 'much too long' }]);
    expect((await rows('short_letter')).map((row) => [row.subject, row.length, row['the text']])).toEqual([
      ['l1', 5, 'short'],
    ]);
    await take(shortLetters, 1, ['l1', 2, { text: 'grown too long' }], ['l2', 2, { text: 'cut' }]);
    expect((await rows('short_letter')).map((row) => row.subject)).toEqual(['l2']);
  });

  it('does not take out what an older version would', async () => {
    await take(shortLetters, 1, ['l1', 2, { text: 'short' }]);
    await take(shortLetters, 1, ['l1', 1, { text: 'much too long' }]);
    expect((await rows('short_letter')).map((row) => row.subject)).toEqual(['l1']);
  });

  it('stops at a state that does not fit its schema, and says which', async () => {
    await expect(take(parcelCopy, 1, ['p1', 1, { ...at('Fès'), town: null }])).rejects.toThrow(
      'event 1: parcel p1 cannot be read: town invalid_type',
    );
  });

  it('has another shape, and another migration, once its columns, indexes or revision are others', () => {
    const table = 'parcel_copy';
    const row = () => ({ town: '' });
    const shapes = [
      copyOf(parcel, { table, columns: { town: 'text' }, row }),
      copyOf(parcel, { table, columns: { town: 'text' }, row, revision: 2 }),
      copyOf(parcel, { table, columns: { town: 'text' }, row, indexes: ['(town)'] }),
      copyOf(parcel, { table, columns: { town: 'jsonb' }, row }),
    ].map((copy) => copyMigration(copy).name);
    expect(new Set(shapes).size).toBe(4);
  });
});

describe('a copy whose shape changes while the release before still runs', () => {
  let shop: TestDatabase;

  beforeEach(async () => {
    shop = await testDatabase({ schema: 'shop', migrations: [copyMigration(parcelCopy)] });
  });
  afterEach(() => shop.close());

  const inShop = <T>(work: (tx: Tx) => Promise<T>) => shop.db.asActor(actorOf('system'), work);
  const take = (copy: Copy, generation: number, version: number, town: string) =>
    inShop((tx) => {
      const data = { town, stops: [town], sentAt: '2026-11-23T09:00:00.000Z' };
      return copy.take(tx, [new Changed(copy.kind, EVENT, { s: 'p1', v: version, d: data })], generation);
    });
  const row = () => inShop((tx) => tx.one<Record<string, unknown>>(sql`select * from parcel_copy`));

  const nextRelease = copyOf(parcel, {
    table: 'parcel_copy',
    columns: { town: 'text', stop_count: 'int' },
    row: ({ town, stops }) => ({ town, stop_count: stops.length }),
    indexes: ['(stop_count)'],
  });

  it('keeps its rows and every column, so that both releases read and feed it', async () => {
    await take(parcelCopy, 1, 1, 'Fès');
    await migrate(shop.url, 'shop', [copyMigration(parcelCopy), copyMigration(nextRelease)]);
    expect(await row()).toMatchObject({ town: 'Fès', stops: ['Fès'], stop_count: null });
    await take(parcelCopy, 1, 2, 'Safi');
    expect(await row()).toMatchObject({ town: 'Safi', stops: ['Safi'], stop_count: null });
    await take(nextRelease, 2, 2, 'Safi');
    expect(await row()).toMatchObject({ town: 'Safi', generation: 2, stops: ['Safi'], stop_count: 1 });
  });

  it('leaves a late feed of the release before without effect, once the next one has rebuilt', async () => {
    await migrate(shop.url, 'shop', [copyMigration(parcelCopy), copyMigration(nextRelease)]);
    await take(nextRelease, 2, 1, 'Safi');
    await take(parcelCopy, 1, 9, 'Agadir');
    expect(await row()).toMatchObject({ town: 'Safi', generation: 2, version: 1 });
  });

  it('refuses another type for a column that is there, and changes nothing', async () => {
    const retyped = copyOf(parcel, { table: 'parcel_copy', columns: { town: 'jsonb' }, row: () => ({ town: '' }) });
    await expect(migrate(shop.url, 'shop', [copyMigration(parcelCopy), copyMigration(retyped)])).rejects.toThrow(
      'the copy parcel_copy changes the type of town: give such a column another name',
    );
    await take(parcelCopy, 1, 1, 'Fès');
    expect(await row()).toMatchObject({ town: 'Fès' });
  });
});
