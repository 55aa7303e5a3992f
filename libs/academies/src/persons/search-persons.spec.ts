import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stableId } from '@takwin/platform/schema';
import { actorOf, type apiOf, planOf, readsOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { academiesService } from '../testing/academies-service.js';
import { FindPersonsHandler, SearchPersons } from './find-persons.js';

type Api = ReturnType<typeof apiOf>;
type AcademySeen = { id: string; region: string };

const { database, tokens, running, admin, close } = await academiesService();
afterAll(close);

/** Family and given name as they are kept, Latin and Arabic, and where: `far` is another region. */
const PLANTED: Record<string, [family: string, given: string, familyAr?: string, givenAr?: string, at?: 'far']> = {
  oumaima: ['El Khatibi', 'Oumaïma', 'الخطيبي', 'أميمة'],
  mohamed: ['Zerhouni', 'Mohamed', 'الزرهوني', 'محمد'],
  mohammed: ['Zerhouni', 'Mohammed'],
  arabic: ['بنعمر', 'عبد الرحيم'],
  abdelkader: ['Bouzidi-Hafid', 'Abdel Kader', 'البوزيدي', 'عبد القادر'],
  glued: ['Elmoutaouakil', 'Chaïmae'],
  tatweel: ['Ouhbi', 'Yacine', 'أوهبي', 'ياسيـن'],
  near: ['Benqassem', 'Loubna'],
  nearFar: ['Benqasem', 'Loubba', undefined, undefined, 'far'],
  swapped: ['Amine', 'Hafida'],
  other: ['Hafidi', 'Aminata'],
  benApart: ['Ben Jelloun', 'Wiam'],
  benTogether: ['Benjelloun', 'Wiam'],
  benArabic: ['بن جلون', 'وئام'],
  benGlued: ['بنجلون', 'وئام'],
  bouApart: ['Bou Azza', 'Ghizlane', 'بو عزة', 'غزلان'],
  bouTogether: ['Bouazza', 'Ghizlane', 'بوعزة', 'غزلان'],
  elApart: ['El Amrani', 'Soundous', 'العمراني', 'سندس'],
  elTogether: ['Elamrani', 'Soundous'],
  elNone: ['Amrani', 'Soundous'],
  aitApart: ['Aït Taleb', 'Kaoutar', 'أيت الطالب', 'كوثر'],
  aitTogether: ['Aittaleb', 'Kaoutar'],
  article: ['Benkiran', 'Ilham'],
  apostrophe: ['N’Aït-Lahcen', 'Tilila'],
  servant: ['Sqalli', 'عبد الله'],
  servantGlued: ['Sqalli', 'عبدالله'],
  servantLatin: ['Sqalli', 'Abdellah'],
  fatimaApart: ['Ghallab', 'Fatima Zahra'],
  fatimaHyphen: ['Ghallab', 'Fatima-Zahra'],
  fatimaGlued: ['Ghallab', 'Fatimazahra'],
  fatimaArabic: ['غلاب', 'فاطمة الزهراء'],
  fatimaArabicGlued: ['غلاب', 'فاطمةالزهراء'],
  medShort: ['Ouhammou', 'Med'],
  medOne: ['Ouhammou', 'Mohamed'],
  medTwo: ['Ouhammou', 'Mohammed'],
  medArabic: ['أوحمو', 'محمد'],
  aitYoussef: ['Aït Ouahi', 'Youssef'],
  aitGlued: ['Aitouarab', 'Youssef'],
  otherYoussef: ['Sebti', 'Youssef'],
  aitSalma: ['Aït Tamlilt', 'Rahima'],
  otherSalma: ['Mansouri', 'Rahima'],
  lApart: ['L’Hassani', 'Ferdaous'],
  lElApart: ['El Hassani', 'Ferdaous'],
  lGlued: ['Lhassani', 'Ferdaous'],
  servantSun: ['Sefrioui', 'Abderrahmane'],
  servantApart: ['Sefrioui', 'Abdel Rahman'],
  servantArabic: ['الصفريوي', 'عبد الرحمان'],
  yaakoubi: ['Yaakoubi', 'Naoufal'],
  yaacoubi: ['El Yaacoubi', 'Naoufal'],
  initials: ['Touzani', 'Fatima-Zahra'],
  initialsGlued: ['Touzani', 'Fatimazahra'],
  noInitials: ['Touzani', 'Meriem'],
  alaouiApart: ['El Alaoui', 'Zhor'],
  alaouiGlued: ['Elalaoui', 'Zhor'],
  alaoui: ['Alaoui', 'Zhor'],
  alaouiArabic: ['العلوي', 'زهور'],
  tifinagh: ['ⴰⵎⴰⵣⵉⵖ', 'ⵜⵉⵏⵀⵉⵏⴰⵏ'],
  tifinaghGiven: ['Ouhssaine', 'ⵢⵓⵙⴼ'],
  safiyya: ['Fadalou', 'Ṣafiyya'],
  ali: ['Amghar', 'Ɛli'],
  ouAli: ['Mhamdiou', 'Ou’ali'],
  hamid: ['Zrirki', 'Hamid'],
  driss: ['Zrirki', 'Driss'],
  nourApart: ['Kerroumi', 'Nour Eddine'],
  nourGlued: ['Kerroumi', 'Noureddine'],
  azApart: ['Kerroumi', 'Az-Eddine'],
  azGlued: ['Kerroumi', 'Azeddine'],
  allahApart: ['Kerroumi', 'Abd Allah'],
  allahGlued: ['Kerroumi', 'Abdellah'],
  abouApart: ['Kerroumi', 'Abou Bakr'],
  abouGlued: ['Kerroumi', 'Aboubakr'],
  barekApart: ['Kerroumi', 'M’barek'],
  barekGlued: ['Kerroumi', 'Mbarek'],
  naimaApart: ['Kerroumi', 'Na’ima'],
  naimaGlued: ['Kerroumi', 'Naïma'],
  nourArabicApart: ['Kerdoudi', 'نور الدين'],
  nourArabicGlued: ['Kerdoudi', 'نورالدين'],
  azArabicApart: ['Kerdoudi', 'عز الدين'],
  azArabicGlued: ['Kerdoudi', 'عزالدين'],
  abouArabicApart: ['Kerdoudi', 'أبو بكر'],
  abouArabicGlued: ['Kerdoudi', 'أبوبكر'],
};
let here: AcademySeen;
let far: AcademySeen;

beforeAll(async () => {
  const all: AcademySeen[] = (await admin.get('/v1/academies?first=100&profile=ordinary')).body.items;
  here = all[0]!;
  far = all.find(({ region }) => region !== here.region)!;
  const rows = Object.entries(PLANTED).map(([name, [family, given, familyAr = null, givenAr = null, at]]) => ({
    ...{ id: stableId('planted', name), family, given, familyAr, givenAr },
    ...{ academyId: (at ? far : here).id, region: (at ? far : here).region },
  }));
  await database.db.asActor(actorOf('system'), (tx) =>
    tx.query(sql`
      insert into person(id, kind, family_fr, given_fr, family_ar, given_ar, birth_date, academy_id, region, created_by)
      select id, 'trainee', family, given, "familyAr", "givenAr", '2004-03-15', "academyId", region, 'test'
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p(id uuid, family text, given text, "familyAr" text,
        "givenAr" text, "academyId" uuid, region text)`),
  );
});

const nameOf = new Map(Object.keys(PLANTED).map((name) => [stableId('planted', name) as string, name]));
const found = async (name: string, by: Api = admin, about: object = {}): Promise<string[]> => {
  const { status, body } = await by.post('/v1/persons/search', { name, ...about });
  expect(status).toBe(200);
  return body.items.map(({ id }: { id: string }) => nameOf.get(id) ?? 'somebody else');
};
const managerOf = async ({ id }: AcademySeen): Promise<Api> =>
  admin.as(await tokens.of({ role: 'academy-manager', academies: [id] }));

/** What is asked, and who is found first. */
const FIRST: [string, ...string[]][] = [
  ['El Khatibi Oumaïma', 'oumaima'],
  ['oumaima el khatibi', 'oumaima'],
  ['KHATIBI', 'oumaima'],
  ['elkhatibi', 'oumaima'],
  ['khatibi oum', 'oumaima'],
  ['الخطيبي أميمة', 'oumaima'],
  ['اميمه خطيبي', 'oumaima'],
  ['أميمة', 'oumaima'],
  ['Mohamed Zerhouni', 'mohamed', 'mohammed'],
  ['Zerhouni Mohammed', 'mohammed', 'mohamed'],
  ['محمد الزرهوني', 'mohamed', 'mohammed'],
  ['زرهوني', 'mohamed', 'mohammed'],
  ['zerhuoni', 'mohamed'],
  ['Abderrahim Benomar', 'arabic'],
  ['عبد الرحيم بنعمر', 'arabic'],
  ['عبدالرحيم', 'arabic'],
  ['abdelkader bouzidi', 'abdelkader'],
  ['Bouzidi Hafid Abdel Kader', 'abdelkader'],
  ...["'", '‘', '´', '\u02bc', '\u02bb', '\u02be', '\u02bf'].map((sign): [string, string] => [
    `n${sign}ait-lahcen`,
    'apostrophe',
  ]),
  ['abd el kader bouzidi', 'abdelkader'],
  ['عبدالقادر البوزيدي', 'abdelkader'],
  ['moutaouakil', 'glued'],
  ['شيماء المتوكل', 'glued'],
  ['ياسين اوهبي', 'tatweel'],
  ['yassine ouhbi', 'tatweel'],
  ['benqassem', 'near', 'nearFar'],
  ['Hafida Amine', 'swapped'],
  ['hafid amin', 'swapped', 'other'],
  ['Safiya', 'safiyya'],
  ['صفية', 'safiyya'],
];

/** Names of which the first part is written together with the rest or apart: who is found by each, before anybody else. */
const PARTED: [asked: string, who: string[]][] = [
  ...['Ben Jelloun', 'Benjelloun', 'BENJELLOUN wiam', 'بن جلون', 'بنجلون', 'وئام بنجلون'].map(
    (asked): [string, string[]] => [asked, ['benApart', 'benTogether', 'benArabic', 'benGlued']],
  ),
  ...['Bou Azza', 'Bouazza', 'ghizlane bou azza', 'بو عزة', 'بوعزة'].map((asked): [string, string[]] => [
    asked,
    ['bouApart', 'bouTogether'],
  ]),
  ...['El Amrani', 'Elamrani', 'al amrani', 'amrani soundous'].map((asked): [string, string[]] => [
    asked,
    ['elApart', 'elTogether', 'elNone'],
  ]),
  ['ben jel', ['benApart', 'benTogether']],
  ['Benjeloun', ['benApart', 'benTogether', 'benArabic', 'benGlued']],
  ['ait taleb', ['aitApart', 'aitTogether']],
  ['Aittaleb', ['aitApart', 'aitTogether']],
  ['علي', ['ali', 'ouAli']],
  ['إلهام بن كيران', ['article']],
  ['بنكيران إلهام', ['article']],
  ['عبد الله السقلي', ['servant', 'servantGlued', 'servantLatin']],
  ['عبدالله السقلي', ['servant', 'servantGlued', 'servantLatin']],
  ...[
    ['Kerroumi', 'nour', 'Nour Eddine', 'Noureddine'],
    ['Kerroumi', 'az', 'Az Eddine', 'Azeddine'],
    ['Kerroumi', 'allah', 'Abd Allah', 'Abdellah'],
    ['Kerroumi', 'abou', 'Abou Bakr', 'Aboubakr'],
    ['Kerroumi', 'barek', "M'barek", 'Mbarek'],
    ['Kerroumi', 'naima', "Na'ima", 'Naima'],
    ['Kerdoudi', 'nourArabic', 'نور الدين', 'نورالدين'],
    ['Kerdoudi', 'azArabic', 'عز الدين', 'عزالدين'],
    ['Kerdoudi', 'abouArabic', 'أبو بكر', 'أبوبكر'],
  ].flatMap(([family, who, ...spellings]) =>
    spellings.flatMap((given) =>
      [`${given} ${family}`, `${family} ${given}`].map((asked): [string, string[]] => [
        asked,
        [`${who}Apart`, `${who}Glued`],
      ]),
    ),
  ),
  ['abdallah sqalli', ['servant', 'servantGlued', 'servantLatin']],
];

const benJelloun = ['benApart', 'benTogether', 'benArabic', 'benGlued'];
const fatima = ['fatimaApart', 'fatimaHyphen', 'fatimaGlued', 'fatimaArabic', 'fatimaArabicGlued'];
const med = ['medShort', 'medOne', 'medTwo', 'medArabic'];
const alaouis = ['alaouiApart', 'alaouiGlued', 'alaoui', 'alaouiArabic'];

/** Names that are called in several ways: who is found by each, before anybody else. */
const CALLED: [asked: string, who: string[]][] = [
  ...['Fatimazahra', 'Fatima-Zahra', 'fatima zahra', 'فاطمة الزهراء', 'فاطمةالزهراء'].map(
    (asked): [string, string[]] => [asked, [...fatima, 'initials', 'initialsGlued']],
  ),
  ...['Fatima Ezzahra ghallab', 'غلاب فاطمة الزهراء'].map((asked): [string, string[]] => [asked, fatima]),
  ...['Med Ouhammou', 'Mohamed Ouhammou', 'ouhammou mohammed', 'محمد أوحمو', 'Mouhamed Ouhammou'].map(
    (asked): [string, string[]] => [asked, med],
  ),
  ...['Jelloun', 'jelloun wiam', 'جلون', 'وئام جلون'].map((asked): [string, string[]] => [asked, benJelloun]),
  ...['El Alaoui', 'Elalaoui', 'Alaoui', 'العلوي', 'علوي زهور', 'zhor alaoui'].map((asked): [string, string[]] => [
    asked,
    alaouis,
  ]),
];

const hassanis = ['lApart', 'lElApart', 'lGlued'];
const servants = ['servantSun', 'servantApart', 'servantArabic'];

/** What is asked, and all who are found, in whatever order it is asked; the best first. */
const ALL: [asked: string, ...who: string[][]][] = [
  ...['Youssef Ait', 'Ait Youssef', 'youssef aït'].map((asked): [string, ...string[][]] => [
    asked,
    ['aitYoussef'],
    ['aitGlued'],
  ]),
  ...['Rahima Ait', 'Ait Rahima', 'Rahima Ait T', 'Ait T Rahima', 'T Rahima Ait', 'Rahima Ait Ta'].map(
    (asked): [string, string[]] => [asked, ['aitSalma']],
  ),
  ['Lhassani Ferdaous', ['lGlued'], ['lApart', 'lElApart']],
  ...['L’Hassani ferdaous', 'Ferdaous L’Hassani'].map((asked): [string, string[]] => [asked, hassanis]),
  ...['El Hassani Ferdaous', 'Hassani Ferdaous'].map((asked): [string, ...string[][]] => [
    asked,
    ['lApart', 'lElApart'],
    ['lGlued'],
  ]),
  ['ابن جلون وئام', benJelloun],
  ['وئام ابن جلون', benJelloun],
  ...['Abdel Rahman', 'Abdelrahman', 'Abderrahmane', 'Abd Errahmane', 'عبد الرحمن'].map((asked): [string, string[]] => [
    `${asked} Sefrioui`,
    servants,
  ]),
  ...['Yacoubi', 'El Yaacoubi', 'Yakoubi', 'Yaakoubi'].map((asked): [string, string[]] => [
    `${asked} Naoufal`,
    ['yaakoubi', 'yaacoubi'],
  ]),
  ...['F.Z. Touzani', 'fz touzani', 'Touzani F. Z.', 'Fatima-Zahra Touzani'].map((asked): [string, string[]] => [
    asked,
    ['initials', 'initialsGlued'],
  ]),
  ['M. Touzani Meriem', ['noInitials']],
  ['Md Ouhammou', med],
  ...['Tinhinan Amazigh', 'amazigh tinhinan', 'Amazigh', 'أمازيغ', 'تينهينان أمازيغ', 'ⵜⵉⵏⵀⵉⵏⴰⵏ', 'tinhi'].map(
    (asked): [string, string[]] => [asked, ['tifinagh']],
  ),
  ...['Youssef Ouhssaine', 'يوسف أوحساين', 'ⵢⵓⵙⴼ ⵓⵃⵙⵙⴰⵢⵏ'].map((asked): [string, string[]] => [
    asked,
    ['tifinaghGiven'],
  ]),
  ...['Ouali', 'Ou Ali', "ou'ali", 'أوعلي'].map((asked): [string, string[]] => [asked, ['ouAli']]),
  ...['Ahmad Zrirki', 'أحمد زريركي', 'Ahmed Zrirki'].map((asked): [string] => [asked]),
  ...['إدريس زريركي', 'Idriss Zrirki', 'Zrirki Idris'].map((asked): [string, string[]] => [asked, ['driss']]),
  ...['Hamid Zrirki', 'حميد زريركي'].map((asked): [string, string[]] => [asked, ['hamid']]),
];

/** When all of them were born. */
const BORN = { birthDate: '2004-03-15' };

describe('the search of persons by name', () => {
  it.each(ALL)('finds for %s all who are called so, and nobody else', async (name, ...who) => {
    const all = await found(name);
    for (const some of who) expect(all.splice(0, some.length).toSorted()).toEqual(some.toSorted());
    expect(all).toEqual([]);
  });

  it.each(CALLED)('finds %s, however it is written', async (name, who) => {
    expect((await found(name)).slice(0, who.length).toSorted()).toEqual(who.toSorted());
  });

  it.each(PARTED)('finds %s, together or apart', async (name, who) => {
    expect((await found(name)).slice(0, who.length).toSorted()).toEqual(who.toSorted());
  });

  it.each(FIRST)('finds %s', async (name, ...first) => {
    expect((await found(name)).slice(0, first.length)).toEqual(first);
  });

  it('finds by one letter those whose names begin with it', async () => {
    const [z, arabic] = [await found('Z', admin, BORN), await found('ز', admin, BORN)];
    expect(z).toEqual(expect.arrayContaining(['mohammed', 'hamid', 'driss', 'alaoui']));
    expect(arabic).toEqual(expect.arrayContaining(['mohamed', 'alaouiArabic']));
  });

  it('says whether there are more than it shows', async () => {
    const asked = async (name: string) => (await admin.post('/v1/persons/search', { name })).body;
    expect(await asked('khatibi')).toMatchObject({ more: false });
    const many = await asked('m');
    expect([many.items.length, many.more]).toEqual([50, true]);
    const { body } = await admin.post('/v1/persons/search', { ids: [stableId('planted', 'oumaima')] });
    expect(body.more).toBe(false);
  });

  it('is cut by the birth date, which alone finds nobody', async () => {
    expect(await found('khatibi', admin, BORN)).toEqual(['oumaima']);
    expect(await found('khatibi', admin, { birthDate: '2004-03-16' })).toEqual([]);
    const { body } = await admin.post('/v1/persons/search', { birthDate: '2004-03-15' });
    expect(body).toMatchObject({ code: 'INVALID_INPUT', errors: [{ code: 'exactly_one' }] });
    expect(await found('--')).toEqual([]);
  });

  it('finds those within the scope alone, and says by nothing whether others are called so', async () => {
    const [mine, theirs] = [await managerOf(here), await managerOf(far)];
    expect(await found('benqassem', mine)).toEqual(['near']);
    expect(await found('benqassem', theirs)).toEqual(['nearFar']);
    // Somebody is called so elsewhere: who may not know it is shown whom a letter parts from it, as if there were nobody.
    expect(await found('loubba', theirs)).toEqual(['nearFar']);
    expect(await found('loubba', mine)).toEqual(['near']);
    expect(await found('zerhouni', theirs)).toEqual([]);
    const candidate = admin.as(await tokens.of({ role: 'candidate', personId: stableId('planted', 'near') }));
    expect((await candidate.post('/v1/persons/search', { name: 'loubna' })).status).toBe(403);
  });

  it.each(['zerhouni', 'jelloun', 'fz touzani', 'youssef ait', 'med ouhammou', 'fatimazahra', 'العلوي'])(
    'reads none but those called %s',
    async (name) => {
      const asked = SearchPersons.parse({ name });
      const spied = await readsOf(database.db, () =>
        running.get(FindPersonsHandler).run(actorOf('programme-admin'), asked),
      );
      expect(spied).toHaveLength(2);
      expect((await planOf(database.db, spied[0]!)).scanned).toEqual([]);
    },
  );
});
