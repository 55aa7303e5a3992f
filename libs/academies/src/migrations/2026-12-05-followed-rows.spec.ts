import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { migrate } from '@takwin/platform/postgres';
import { actorOf, testDatabase, type TestDatabase } from '@takwin/platform/testing';
import sql, { type Sql } from 'sql-template-tag';
import { academiesMigrations } from '../migrations.js';
import { followedRowsMigration } from './2026-12-05-followed-rows.js';

let grown: TestDatabase;
const run = (statement: Sql) =>
  grown.db.asActor(actorOf('system'), (tx) => tx.query<Record<string, unknown>>(statement));

beforeAll(async () => {
  const before = academiesMigrations.slice(0, academiesMigrations.indexOf(followedRowsMigration));
  grown = await testDatabase({ schema: 'academies', migrations: before });
});
afterAll(() => grown?.close());

it('knows of who was placed twice which files of each sender had which placement', async () => {
  await run(sql`insert into region values ('MA-06', 'Casablanca-Settat', 'الدار البيضاء', 0)`);
  await run(
    sql`insert into province(code, region, name_fr, name_ar, kind, population) values ('06.141', 'MA-06', 'Casablanca', 'ب', 'prefecture', 0)`,
  );
  await run(sql`
    with academy as (
      insert into academy(code, name_fr, names, kind, profile, region, province, city, created_by)
      select code, code, code, 'ofppt', 'ordinary', 'MA-06', '06.141', 'Casablanca', 'a test' from unnest(array['A', 'B']) code returning *
    ), person as (
      insert into person(kind, family_fr, given_fr, academy_id, region, created_by)
      select 'trainee', 'TAZI', given, id, region, 'a test' from academy cross join unnest(array['Salma', 'Nada']) given
      where code = 'A' returning *
    ), file as (
      insert into import(kind, dry_run, actor, file, encoding, state, accepted_at, created_by, statement)
      select 'konosys', false, '{}', '', 'utf-8', 'done', '2026-11-23T09:00Z', sender, number
      from (values (1, 'one'), (2, 'two'), (3, 'one')) f(number, sender)
    )
    insert into placement(person_id, academy_id, region, group_code, stated_by, stated_line, seen_by, seen_before)
    select p.id, a.id, a.region, 'DEV101', case a.code when 'A' then 1 else 2 end, 5,
      case a.code when 'A' then 3 else 2 end, case a.code when 'A' then 1 end
    from person p join academy a on a.code = 'A' or p.given_fr = 'Salma'`);
  await migrate(grown.url, 'academies', academiesMigrations);
  const told = await run(sql`
    select p.given_fr as given, a.code, l.by_sender from placement l join person p on p.id = l.person_id
      join academy a on a.id = l.academy_id order by 1, 2`);
  expect(told).toEqual([
    { given: 'Nada', code: 'A', by_sender: {} },
    { given: 'Salma', code: 'A', by_sender: { one: [3, 1, 5] } },
    { given: 'Salma', code: 'B', by_sender: { two: [2, null, 5] } },
  ]);
});

it('keeps the last two files of a sender in the order in which they were accepted, however they are worked', async () => {
  const told = (...numbers: number[]) =>
    numbers.reduce(
      (before, number) => sql`placement_told(${before}, 'one'::text, ${number}::bigint, ${number * 10}::int)`,
      sql`'{}'::jsonb`,
    );
  const [row] = await run(sql`select ${told(1, 2, 2, 3)} as onwards, ${told(3, 1, 2)} as back, ${told(2)} as once`);
  expect(row).toEqual({ onwards: { one: [3, 2, 30] }, back: { one: [3, 2, 30] }, once: { one: [2, null, 20] } });
});
