import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { migrate } from '@takwin/platform/postgres';
import { actorOf, testDatabase, type TestDatabase } from '@takwin/platform/testing';
import sql, { type Sql } from 'sql-template-tag';
import { academiesMigrations } from '../migrations.js';
import { placementsStatedMigration } from './2026-12-02-placements-stated.js';

let grown: TestDatabase;
const run = (statement: Sql) =>
  grown.db.asActor(actorOf('system'), (tx) => tx.query<Record<string, unknown>>(statement));

beforeAll(async () => {
  const before = academiesMigrations.slice(0, academiesMigrations.indexOf(placementsStatedMigration));
  grown = await testDatabase({ schema: 'academies', migrations: before });
});
afterAll(() => grown?.close());

const keep = (id: string, state: string, acceptedAt: string): Promise<unknown> =>
  run(sql`
    insert into import(id, kind, dry_run, actor, file, encoding, state, accepted_at, created_by)
    values (${id}, 'konosys', false, '{}', '', 'utf-8', ${state}, ${acceptedAt}, 'a manager')`);

it('numbers the files that wait as they were accepted, and those to come after them', async () => {
  const [later, done, earlier, next] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await keep(later, 'accepted', '2026-11-23T10:00Z');
  await keep(done, 'done', '2026-11-23T08:00Z');
  await keep(earlier, 'accepted', '2026-11-23T09:00Z');
  await migrate(grown.url, 'academies', academiesMigrations);
  await keep(next, 'accepted', '2026-11-23T07:00Z');
  expect(await run(sql`select id, statement from import order by statement nulls first`)).toEqual([
    { id: done, statement: null },
    { id: earlier, statement: 1 },
    { id: later, statement: 2 },
    { id: next, statement: 3 },
  ]);
});
