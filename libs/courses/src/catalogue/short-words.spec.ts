import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { coursesService } from '../testing/courses-service.js';

const { database, admin, close } = await coursesService();
afterAll(close);

const PLANTED = [
  'Statistiques descriptives et tests d’hypothèses pour la gestion publique',
  'Programmer en C#',
  'Programmer en C++',
  'Langage C : pointeurs et mémoire',
  'Services web avec ASP.NET',
  'JavaScript avancé côté serveur',
  'Comptabilité publique des collectivités territoriales',
];

beforeAll(async () => {
  await database.db.asActor(actorOf('system'), (tx) =>
    tx.query(sql`
      insert into course(id, code, title_fr, hours, level, topics, source, synthetic, units, words, digest)
      select gen_random_uuid(), 'SHORT-' || n, title, c.hours, c.level, c.topics, c.source, true, '[]', to_tsvector('simple', ''), 'short' || n
      from unnest(${PLANTED}::text[]) with ordinality as t(title, n), (select * from course order by code limit 1) c`),
  );
});

const search = async (q: string): Promise<string[]> =>
  (await admin.get(`/v1/courses?first=20&q=${encodeURIComponent(q)}`)).body.items.map(
    ({ titles }: { titles: { fr: string | null; ar: string | null } }) => `${titles.fr} ${titles.ar}`,
  );

describe('the search of courses by short words', () => {
  it.each([
    ['Stat', /^Statistiques/],
    ['stats', /^Statistiques/],
    ['statistique', /^Statistiques/],
    ['compta', /^Comptabilité/],
    ['C#', /C#/],
    ['c #', /C#/],
    ['C sharp', /C#/],
    ['programmer en c#', /C#/],
    ['C++', /C\+\+/],
    ['cpp', /C\+\+/],
    ['.NET', /\.NET/],
    ['dotnet', /\.NET/],
    ['asp.net', /ASP\.NET/],
    ['JS', /JavaScript/],
    ['java script', /JavaScript/],
    ['BDD', /bases de données/i],
    ['BD', /bases de données/i],
    ['sgbd', /bases de données/i],
    ['réseau', /réseaux/i],
    ['IA', /intelligence artificielle/i],
    ['Excel', /Excel/],
    ['Word', /Word/],
    ['PPT', /PowerPoint/],
    ['POO', /Orienté Objet/],
    ['SQL', /SQL|bases? de données/i],
    ['office365', /Office 365/],
    ['bureautique', /Excel|Word|PowerPoint|Office/],
    ['email', /Messagerie/],
    ['courriel', /Messagerie/],
    ['m 101', /Se situer/],
    ['M.101', /Se situer/],
    ['algoritme', /algorithmique/],
    ['الفرنسية', /Français/],
    ['لغة انجليزية', /Anglais/],
    ['الاعلاميات', /informatique/i],
    ['ورد', /Word/],
  ])('finds for %s what is meant first', async (q, meant) => {
    expect((await search(q))[0]).toMatch(meant);
  });

  it('takes three letters inside a word for no answer, unless it ends in them', async () => {
    expect((await search('git')).filter((title) => /digital/i.test(title))).toEqual([]);
    expect((await search('SQL')).some((title) => title.includes('NoSQL'))).toBe(true);
  });

  it('tells C, C# and C++ apart', async () => {
    expect(await search('C#')).toHaveLength(1);
    expect(await search('C++')).toHaveLength(1);
    expect((await search('langage c'))[0]).toMatch(/^Langage C/);
  });
});
