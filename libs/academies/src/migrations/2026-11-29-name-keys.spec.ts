import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { migrate } from '@takwin/platform/postgres';
import { actorOf, testDatabase, type TestDatabase } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { academiesMigrations } from '../migrations.js';
import { nameKeysMigration } from './2026-11-29-name-keys.js';

let fresh: TestDatabase;
let grown: TestDatabase;
beforeAll(async () => {
  const before = academiesMigrations.slice(0, academiesMigrations.indexOf(nameKeysMigration));
  grown = await testDatabase({ schema: 'academies', migrations: before });
  fresh = await testDatabase({ schema: 'academies', migrations: academiesMigrations });
});
afterAll(async () => {
  await grown?.close();
  await fresh?.close();
});

const keyOf = async ({ db }: TestDatabase) => {
  const rows = await db.readAs(actorOf('system'), (tx) =>
    tx.query<{ key: string; said: string }>(sql`
      select person_name_key('Aït-Šıkh', '‹Zineb›') as key, pg_get_functiondef('person_name_key(text, text)'::regprocedure) as said`),
  );
  return rows[0]!;
};

it('has names compared by the last definition, in a new database and in one of the release before', async () => {
  expect((await keyOf(grown)).key).not.toBe('aitsikhzineb');
  await migrate(grown.url, 'academies', academiesMigrations);
  const { key, said } = await keyOf(grown);
  expect(key).toBe('aitsikhzineb');
  expect(await keyOf(fresh)).toEqual({ key, said });
});
