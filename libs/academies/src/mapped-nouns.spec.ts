import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Tx } from '@takwin/platform/postgres';
import { actorOf, testDatabase, type TestDatabase } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { AcademyView } from './academies/academy.js';
import { selectAcademies } from './academies/academy.rows.js';
import { academySchema } from './academies/academy.writer.js';
import { academiesEntities, academiesMigrations, loadAcademiesReference } from './index.js';
import { selectRooms } from './rooms/read-rooms.js';
import { RoomView } from './rooms/room.js';
import { roomSchema } from './rooms/room.writer.js';

/** What a row has besides its noun: who sent the creation, and under which key. */
const OF_THE_CREATION = ['created_by', 'idempotency_key', 'request_hash'];
const FIRST = sql`true order by id limit 1`;

const NOUNS = [
  {
    schema: academySchema,
    view: AcademyView,
    joined: ['nameOrigins', 'regionName', 'regionNameOrigins', 'provinceName', 'provinceNameOrigins'],
    first: (tx: Tx): Promise<object[]> => selectAcademies(tx, FIRST),
  },
  { schema: roomSchema, view: RoomView, joined: [], first: (tx: Tx): Promise<object[]> => selectRooms(tx, FIRST) },
].map((noun) => ({ ...noun, name: noun.schema.options.name }));

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase({
    schema: 'academies',
    migrations: academiesMigrations,
    entities: academiesEntities,
    reference: loadAcademiesReference,
  });
});
afterAll(() => database?.close());

const reading = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.db.readAs(actorOf('system'), work);

describe.each(NOUNS)('the noun $name', ({ schema, view, joined, first }) => {
  const mapped = () => reading(async ({ manager }) => manager.connection.getMetadata(schema).columns);

  it('is mapped to all columns of its table, and to no others', async () => {
    const table = schema.options.tableName!;
    const columns = await reading((tx) =>
      tx.query<{ name: string }>(sql`
        select attname as name from pg_attribute where attrelid = ${table}::regclass and attnum > 0 and not attisdropped`),
    );
    const known = (await mapped()).map(({ databaseName }) => databaseName);
    expect([...new Set([...known, ...OF_THE_CREATION])].sort()).toEqual(columns.map(({ name }) => name).sort());
  });

  it('is selected and saved with all that its view shows, but for what other registers say', async () => {
    const keys = Object.keys(view.shape);
    const [selected] = await reading(first);
    expect(Object.keys(selected!).sort()).toEqual(keys.toSorted());
    const properties = (await mapped()).map(({ propertyPath }) => propertyPath.split('.')[0]!);
    expect(keys.filter((key) => !properties.includes(key))).toEqual(joined);
  });
});

it('looks at every noun that is mapped', () => {
  expect(NOUNS.map(({ schema }) => schema)).toEqual(academiesEntities);
});
