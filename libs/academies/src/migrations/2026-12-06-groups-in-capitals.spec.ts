import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { migrate } from '@takwin/platform/postgres';
import { actorOf, testDatabase, type TestDatabase } from '@takwin/platform/testing';
import sql, { type Sql } from 'sql-template-tag';
import { academiesMigrations } from '../migrations.js';
import { groupsInCapitalsMigration } from './2026-12-06-groups-in-capitals.js';

let grown: TestDatabase;
const run = (statement: Sql) =>
  grown.db.asActor(actorOf('system'), (tx) => tx.query<Record<string, unknown>>(statement));

beforeAll(async () => {
  const before = academiesMigrations.slice(0, academiesMigrations.indexOf(groupsInCapitalsMigration));
  grown = await testDatabase({ schema: 'academies', migrations: before });
});
afterAll(() => grown?.close());

it('has groups in capital letters, but for who is in both ways', async () => {
  await run(sql`insert into region values ('MA-06', 'Casablanca-Settat', 'الدار البيضاء', 0)`);
  await run(
    sql`insert into province(code, region, name_fr, name_ar, kind, population) values ('06.141', 'MA-06', 'Casablanca', 'ب', 'prefecture', 0)`,
  );
  await run(sql`
    with academy as (
      insert into academy(code, name_fr, names, kind, profile, region, province, city, created_by)
      values ('A', 'A', 'A', 'ofppt', 'ordinary', 'MA-06', '06.141', 'Casablanca', 'a test') returning *
    ), person as (
      insert into person(kind, family_fr, given_fr, academy_id, region, created_by)
      select 'trainee', 'TAZI', given, id, region, 'a test' from academy cross join unnest(array['Nada', 'Salma']) given returning *
    )
    insert into placement(person_id, academy_id, region, group_code, year, stated_by)
    select p.id, a.id, a.region, said.code, said.year, 1
    from (values ('Nada', 'dév101', 1), ('Nada', null, 2), ('Salma', 'dev101', 1), ('Salma', 'DEV101', 1), ('Salma', 'dev101', 2)
      ) said(given, code, year) join person p on p.given_fr = said.given cross join academy a`);
  await migrate(grown.url, 'academies', academiesMigrations);
  const groups = await run(sql`
    select p.given_fr as given, l.year, array_agg(l.group_code order by l.group_code collate "C") as codes
    from placement l join person p on p.id = l.person_id group by 1, 2 order by 1, 2`);
  expect(groups).toEqual([
    { given: 'Nada', year: 1, codes: ['DÉV101'] },
    { given: 'Nada', year: 2, codes: [null] },
    { given: 'Salma', year: 1, codes: ['DEV101', 'dev101'] },
    { given: 'Salma', year: 2, codes: ['DEV101'] },
  ]);
});
