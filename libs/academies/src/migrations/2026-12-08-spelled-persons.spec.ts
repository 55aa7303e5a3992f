import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { migrate } from '@takwin/platform/postgres';
import { hitsOf, type Searched, shortWordsMigration } from '@takwin/platform/search';
import { actorOf, testDatabase, type TestDatabase } from '@takwin/platform/testing';
import sql, { type Sql } from 'sql-template-tag';
import { academiesMigrations } from '../migrations.js';

/** Given name and family name of persons, and how academies are found: what was kept before the upgrade. */
const PERSONS = [
  ...['Amal Bel-Hadj', 'Amal Ben_El_Hadj', 'Khadidja Kadiri', 'أم_كلثوم الصباحي', 'Yusuf Lamrini', 'Hoda Semlali'],
  ...['Wissal Slaoui', 'Ouissal Slaoui', 'Djamal Slaoui', 'Hamida Slaoui', 'Samir Ait_Ben_Haddou', 'Rita Ez-Zahraoui'],
  ...['Fatim-Zahra Regragui', 'M’hamed Guerraoui'],
];
const ACADEMIES = [
  ...['ISTA-FES-2|ISTA 2|المركز|Fès|Fès', 'ISTA-OUJDA-1|ISTA 1|المركز|Oujda وجدة|Oujda-Angad'],
  ...[
    'ISTA-MOHAMMEDIA-1|ISTA 1|المركز|Mohammedia المحمدية|Mohammedia',
    'CFP-BOUJAD-1|CFP 1|المركز|Boujaad بوجعد|Khouribga',
    'CFP-DJEMAA-1|CFP 1|المركز|Aïn Djemaa|Meknès',
  ],
];

let grown: TestDatabase;
let fresh: TestDatabase;
const before = academiesMigrations.slice(0, academiesMigrations.indexOf(shortWordsMigration));

beforeAll(async () => {
  grown = await testDatabase({ schema: 'academies', migrations: before });
  fresh = await testDatabase({ schema: 'academies', migrations: academiesMigrations });
  const run = (statement: Sql) => grown.db.asActor(actorOf('system'), (tx) => tx.query(statement));
  await run(sql`insert into region values ('MA-06', 'Casablanca-Settat', 'الدار البيضاء', 0)`);
  await run(
    sql`insert into province(code, region, name_fr, name_ar, kind, population) values ('06.141', 'MA-06', 'Casablanca', 'ب', 'prefecture', 0)`,
  );
  await run(sql`
    insert into academy(code, name_fr, names, kind, profile, region, province, city, created_by)
    select split_part(names, '|', 1), names, names, 'ofppt', 'ordinary', 'MA-06', '06.141', 'Casablanca', 'a test'
    from unnest(${ACADEMIES}::text[]) names`);
  await run(sql`
    insert into person(kind, family_fr, given_fr, academy_id, region, created_by)
    select 'trainee', translate(split_part(name, ' ', 2), '_', ' '), translate(split_part(name, ' ', 1), '_', ' '), id, region, 'a test'
    from unnest(${PERSONS}::text[]) name, (select * from academy limit 1) a`);
  await migrate(grown.url, 'academies', academiesMigrations);
});
afterAll(async () => {
  await grown?.close();
  await fresh?.close();
});

const persons: Searched = {
  by: 'name',
  from: sql`person p`,
  id: sql`p.given_fr || ' ' || p.family_fr`,
  keys: sql`person_keys(p.family_fr, p.given_fr, p.family_ar, p.given_ar)`,
  where: sql`true`,
  order: [sql`p.id`],
};
const academies: Searched = {
  by: 'place',
  from: sql`academy a`,
  id: sql`a.code`,
  keys: sql`academy_keys(a.names)`,
  where: sql`true`,
  order: [sql`a.code`],
};

// Few rows are read through, unless that is forbidden: then an index with the keys of before would not have them.
const found = (list: Searched, asked: string): Promise<string[]> =>
  grown.db.readAs(actorOf('system'), async (tx) => {
    await tx.query(sql`set local enable_seqscan = off`);
    return (await hitsOf(tx, list, asked, undefined, 20)).map(({ id }) => id).toSorted();
  });

it.each<[asked: string, ...who: string[]]>([
  ['Belhaj', 'Amal Bel-Hadj', 'Amal Ben El Hadj'],
  ['Khadija Kadiri', 'Khadidja Kadiri'],
  ['Oum Keltoum', 'أم كلثوم الصباحي'],
  ['Youssef Lamrini', 'Yusuf Lamrini'],
  ['Houda Semlali', 'Hoda Semlali'],
  ['Wissal', 'Ouissal Slaoui', 'Wissal Slaoui'],
  ['Jamal Slaoui', 'Djamal Slaoui'],
  ['Hameed Slaoui', 'Hamida Slaoui'],
  ['Aït Benhaddou', 'Samir Ait Ben Haddou'],
  ['Rita Ezzahraoui', 'Rita Ez-Zahraoui'],
  ['فاطمة الزهراء الركراكي', 'Fatim-Zahra Regragui'],
  ["M'hamed Guerraoui", 'M’hamed Guerraoui'],
])('finds for %s who was registered before', async (asked, ...who) => {
  expect(await found(persons, asked)).toEqual(who);
});

it.each([
  ['FES2', 'ISTA-FES-2'],
  ['Wajda', 'ISTA-OUJDA-1'],
  ['ⵡⵊⴷⴰ', 'ISTA-OUJDA-1'],
  ['mohamadia', 'ISTA-MOHAMMEDIA-1'],
  ['جمعة', 'CFP-DJEMAA-1'],
])('finds for %s the academy that was kept before', async (asked, code) => {
  expect(await found(academies, asked)).toEqual([code]);
});

it('has the functions and indexes of a database that is made anew', async () => {
  const made = ({ db }: TestDatabase) =>
    db.readAs(actorOf('system'), async (tx) => [
      await tx.query(sql`
        select pg_get_functiondef(oid) as made from pg_proc where pronamespace = 'academies'::regnamespace and prokind = 'f' order by 1`),
      await tx.query(sql`select indexdef from pg_indexes where schemaname = 'academies' order by 1`),
    ]);
  expect(await made(grown)).toEqual(await made(fresh));
});
