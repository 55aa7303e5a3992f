import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { migrate } from '@takwin/platform/postgres';
import { actorOf, testDatabase, type TestDatabase } from '@takwin/platform/testing';
import sql, { type Sql } from 'sql-template-tag';
import { academiesMigrations } from '../migrations.js';
import { apostrophesMigration } from './2026-12-06-apostrophes.js';

let grown: TestDatabase;
const run = (statement: Sql) =>
  grown.db.asActor(actorOf('system'), (tx) => tx.query<Record<string, unknown>>(statement));

beforeAll(async () => {
  const before = academiesMigrations.slice(0, academiesMigrations.indexOf(apostrophesMigration));
  grown = await testDatabase({ schema: 'academies', migrations: before });
});
afterAll(() => grown?.close());

it('has one apostrophe in names that were kept with others', async () => {
  await run(sql`insert into region values ('MA-06', 'Casablanca-Settat', 'الدار البيضاء', 0)`);
  await run(
    sql`insert into province(code, region, name_fr, name_ar, kind, population) values ('06.141', 'MA-06', 'Casablanca', 'ب', 'prefecture', 0)`,
  );
  await run(sql`
    with academy as (
      insert into academy(code, name_fr, names, kind, profile, region, province, city, created_by)
      values ('A', 'A', 'A', 'ofppt', 'ordinary', 'MA-06', '06.141', 'Casablanca', 'a test') returning *
    )
    insert into person(kind, family_fr, given_fr, academy_id, region, created_by)
    select 'trainee', family, 'M’hamed', id, region, 'a test'
    from academy cross join unnest(array['N''Ait', 'N‘Ait', 'Sa\u02bfidi', 'TAZI']) family`);
  await migrate(grown.url, 'academies', academiesMigrations);
  const names = await run(
    sql`select family_fr as family, given_fr as given from person order by family_fr collate "C"`,
  );
  expect(names.map(({ family, given }) => `${String(given)} ${String(family)}`)).toEqual([
    'M’hamed N’Ait',
    'M’hamed N’Ait',
    'M’hamed Sa’idi',
    'M’hamed TAZI',
  ]);
});
