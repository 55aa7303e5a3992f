import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { actorOf } from '../testing/actor.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { searchMigration } from './search-migration.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase({ schema: 'sample', migrations: [searchMigration] });
});
afterAll(() => database.close());

const answer = async <T>(expression: ReturnType<typeof sql>): Promise<T> =>
  (await database.db.readAs(actorOf('system'), (tx) => tx.one<{ told: T }>(sql`select ${expression} as told`)))!.told;

describe('what is searched', () => {
  it.each([
    ['L’Œuvre d’ÉTÉ — n° 12', 'l oeuvre d ete n 12'],
    ['الحَوْسَبَة السّحابيـــة ١٢', 'الحوسبه السحابيه 12'],
    ['أكادير إكسل آسفي', 'اكادير اكسل اسفي'],
    ['یوسف کمال', 'يوسف كمال'],
    [' ?! ', ''],
  ])('is folded: %s', async (written, folded) => {
    expect(await answer(sql`search_fold(${written})`)).toBe(folded);
  });

  it.each([
    ['bases', 'base'],
    ['données', 'donnée'],
    ['réseaux', 'RESEAU'],
    ['الشبكات', 'شبكة'],
    ['والبيانات', 'بيانات'],
    ['للتطبيقات', 'تطبيق'],
    ['المهندسين', 'مهندسون'],
  ])('has the same stem: %s and %s', async (one, other) => {
    expect(await answer(sql`search_stem(search_fold(${one}))`)).toBe(
      await answer(sql`search_stem(search_fold(${other}))`),
    );
  });

  it.each([
    ['Mohammed', 'محمد'],
    ['Youssef', 'يوسف'],
    ['Khadija', 'خديجة'],
    ['Chaïmae', 'شيماء'],
    ['Ali', 'علي'],
    ['Abderrahim', 'عبدالرحيم'],
    ['Marrakech', 'مراكش'],
  ])('sounds the same: %s and %s', async (latin, arabic) => {
    expect(await answer(sql`search_consonants(search_fold(${latin}))`)).toBe(
      await answer(sql`search_consonants(search_fold(${arabic}))`),
    );
  });

  it('passes over words that say nothing, unless there are no others', async () => {
    const asked = (words: string) => answer<string[]>(sql`array(select search_asked(search_fold(${words})))`);
    expect(await asked('les bases de données en l’entreprise')).toEqual(['bases', 'donnees', 'entreprise']);
    expect(await asked('de la')).toEqual(['de', 'la']);
  });

  it('is indexed where no schema is on the path, as a dump is restored', async () => {
    const keys = await database.db.asActor(actorOf('system'), async (tx) => {
      await tx.query(sql`create table sample.thing as select 'Réseaux'::text as title`);
      await tx.query(sql`set local search_path = ''`);
      await tx.query(sql`create index on sample.thing using gin(sample.search_text_keys(title, ''))`);
      return tx.query(
        sql`select from sample.thing where sample.search_text_keys(title, '') @@ '''ts.reseau'''::tsquery`,
      );
    });
    expect(keys).toHaveLength(1);
  });
});
