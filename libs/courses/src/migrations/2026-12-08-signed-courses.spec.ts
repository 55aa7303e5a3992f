import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { migrate } from '@takwin/platform/postgres';
import { hitsOf, type Searched, shortWordsMigration } from '@takwin/platform/search';
import { actorOf, testDatabase, type TestDatabase } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { coursesMigrations } from '../migrations.js';

/** Titles of courses that were kept before the upgrade. */
const TITLES = [
  ...['Statistiques descriptives', 'Créer des sites web statiques', 'Programmer en C#', 'Programmer en C++'],
  ...['Langage C : pointeurs et mémoire', 'Services web avec ASP.NET', 'JavaScript avancé', 'Messagerie électronique'],
  ...['PowerPoint', 'Culture digitale', 'Données NoSQL', 'Comptabilité publique', 'Créer des bases de données'],
  ...['Apprendre le Français', 'M101 Se situer'],
];

let grown: TestDatabase;
let fresh: TestDatabase;
const before = coursesMigrations.slice(0, coursesMigrations.indexOf(shortWordsMigration));

beforeAll(async () => {
  grown = await testDatabase({ schema: 'courses', migrations: before });
  fresh = await testDatabase({ schema: 'courses', migrations: coursesMigrations });
  await grown.db.asActor(actorOf('system'), (tx) =>
    tx.query(sql`
      insert into course(id, code, title_fr, hours, source, words, digest)
      select gen_random_uuid(), 'KEPT-' || n, title, 10, 'a test', '', 'kept' || n
      from unnest(${TITLES}::text[]) with ordinality as t(title, n)`),
  );
  await migrate(grown.url, 'courses', coursesMigrations);
});
afterAll(async () => {
  await grown?.close();
  await fresh?.close();
});

const courses: Searched = {
  by: 'text',
  from: sql`course c`,
  id: sql`c.title_fr`,
  keys: sql`course_keys(c.title_fr, c.title_ar, c.title_en, c.code, c.words)`,
  where: sql`true`,
  order: [sql`c.code`],
};

// Few rows are read through, unless that is forbidden: then an index with the keys of before would not have them.
const found = (asked: string): Promise<string[]> =>
  grown.db.readAs(actorOf('system'), async (tx) => {
    await tx.query(sql`set local enable_seqscan = off`);
    return (await hitsOf(tx, courses, asked, undefined, 20)).map(({ id }) => id);
  });

it.each([
  ['Stat', 'Statistiques descriptives'],
  ['compta', 'Comptabilité publique'],
  ['C#', 'Programmer en C#'],
  ['C sharp', 'Programmer en C#'],
  ['C++', 'Programmer en C++'],
  ['.NET', 'Services web avec ASP.NET'],
  ['dotnet', 'Services web avec ASP.NET'],
  ['JS', 'JavaScript avancé'],
  ['BD', 'Créer des bases de données'],
  ['PPT', 'PowerPoint'],
  ['courriel', 'Messagerie électronique'],
  ['SQL', 'Données NoSQL'],
  ['m 101', 'M101 Se situer'],
  ['الفرنسية', 'Apprendre le Français'],
])('finds for %s first the course that was kept before', async (asked, title) => {
  expect((await found(asked))[0]).toBe(title);
});

it('has the functions and indexes of a database that is made anew', async () => {
  const made = ({ db }: TestDatabase) =>
    db.readAs(actorOf('system'), async (tx) => [
      await tx.query(sql`
        select pg_get_functiondef(oid) as made from pg_proc where pronamespace = 'courses'::regnamespace and prokind = 'f' order by 1`),
      await tx.query(sql`select indexdef from pg_indexes where schemaname = 'courses' order by 1`),
    ]);
  expect(await made(grown)).toEqual(await made(fresh));
});
