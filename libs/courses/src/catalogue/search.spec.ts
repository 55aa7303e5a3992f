import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { actorOf, planOf, readsOf } from '@takwin/platform/testing';
import { coursesService } from '../testing/courses-service.js';
import { FindCourses, FindCoursesHandler } from './find-courses.js';

const { database, running, admin, close } = await coursesService();
afterAll(close);

type Seen = { code: string; titles: { fr: string | null; ar: string | null } };
const search = async (q: string, more = ''): Promise<Seen[]> =>
  (await admin.get(`/v1/courses?first=100&q=${encodeURIComponent(q)}${more}`)).body.items;
const codes = async (q: string): Promise<string[]> => (await search(q)).map(({ code }) => code);

/** What is asked, and the codes of the courses that are found first. */
const FIRST: [string, ...string[]][] = [
  // Titles that say it word for word, before those that say it of several.
  ['base de données', 'learn.create-cosmos-db-for-scale', 'learn.access-data-with-cosmos-db-and-sql-api'],
  ['bases de données', 'DIA_IAOBD_TS.M201', 'DIA_DEV_TS.M106'],
  ['BASES DE DONNEES', 'DIA_IAOBD_TS.M201', 'DIA_DEV_TS.M106'],
  ['sécurité', 'DIA_IAOBD_TS.M205', 'DIA_ID_TS.M107'],
  ['cybersécurité', 'SYN-0247', 'SYN-0201'],
  ['réseau', 'SYN-0246', 'SYN-0200'],
  ['reseaux', 'SYN-0246', 'SYN-0200'],
  ['réseau informatique', 'NTIC_MIR_BP'],
  ['الشبكات', 'SYN-0246', 'SYN-0200'],
  ['شبكات', 'SYN-0246', 'SYN-0200'],
  ['شبكة', 'SYN-0246', 'SYN-0200'],
  ['والشبكات', 'SYN-0246', 'SYN-0200'],
  ['بالشبكات', 'SYN-0246', 'SYN-0200'],
  ['للشبكات', 'SYN-0246', 'SYN-0200'],
  ['قواعد بيانات', 'SYN-0241', 'SYN-0195'],
  ['ذكاء اصطناعي', 'SYN-0243', 'SYN-0197'],
  ['حوسبة سحابية', 'SYN-0244', 'SYN-0198'],
  ['الحوسبه السحابيه', 'SYN-0244', 'SYN-0198'],
  ['امن سيبراني', 'SYN-0247', 'SYN-0201'],
  ['برمجة', 'SYN-0238', 'SYN-0192'],
  ['مهارات سلوكية', 'SYN-0252', 'SYN-0206'],
  ['تطبيقات المحمول', 'SYN-0240', 'SYN-0194'],
  ['اكسل', 'SYN-0232', 'SYN-0186'],
  ['excel', 'SYN-0232', 'SYN-0186'],
  ['exel', 'SYN-0232', 'SYN-0186'],
  ['exce', 'SYN-0232', 'SYN-0186'],
  ['programation', 'SYN-0238', 'SYN-0192'],
  ['developement digital', 'DIA_DEV_TS', 'DIA_DEVOWFS_TS'],
  ['dev digital', 'DIA_DEV_TS', 'DIA_DEVOWFS_TS'],
  ['infographie', 'AIG_INFO_TS', 'SYN-0250'],
  ['infografhie', 'AIG_INFO_TS', 'SYN-0250'],
  ['maintenance informatique', 'NTIC_MIR_BP'],
  ['anglais technique', 'DIA_DEVOWFS_TS.EGTS203', 'DIA_DEV_TS.EGTS103'],
  ['langue arabe', 'DIA_DEV_TS.EGTS101'],
  ['l’information', 'DIA_ID_TS.M107', 'DIA_DEV_TS.M108'],
  ['power bi', 'learn-bizapps.get-started-with-power-bi'],
  ['intelligence artificiel', 'SYN-0243', 'SYN-0197'],
  ['alphabetisation numerique', 'SYN-0237', 'SYN-0191'],
  ['DIA_CMOSE_FQ', 'DIA_CMOSE_FQ'],
  ['m108', 'DIA_ID_TS.M108', 'DIA_DEV_TS.M108'],
  ['DIA_DEV_TS', 'DIA_DEV_TS'],
  ['dia dev ts', 'DIA_DEV_TS'],
  ['DIA_ID_TS', 'DIA_ID_TS'],
  ['powerbi', 'learn-bizapps.get-started-with-power-bi'],
  // Codes that begin so, the shorter first.
  ['DIA DEV', 'DIA_DEV_TS'],
  ['dia dev ts', 'DIA_DEV_TS'],
  // Words that are written apart or together.
  ['no sql', 'DIA_IAOBD_TS.M201'],
  ['power apps', 'learn-bizapps.powerapps-get-started'],
];

describe('the search of courses', () => {
  it.each(FIRST)('finds for %s what is meant first', async (q, ...first) => {
    expect((await codes(q)).slice(0, first.length)).toEqual(first);
  });

  it.each([
    ['IA', /intelligence artificielle|\bIA\b/i],
    ['l’IA', /intelligence artificielle|\bIA\b/i],
    ['excel avancé', /Perfectionnement.*Excel/],
    ['أمن المعلومات', /أمن|Sécurité/],
    ['powerbi', /Power BI/],
    ['entreprenariat', /entrepreneuriat/i],
    ['entrepreunariat', /entrepreneuriat/i],
    ['infografie', /infographie/i],
    ['مشاريع', /مشروع/],
    ['الحواسيب', /الحاسوب/],
    ['dotnet', /\.NET/i],
    ['BDD', /bases? de donn|data|cosmos/i],
    ['POO', /orienté objet/i],
    ['apis', /\bAPI\b/i],
    ['teams', /office 365/i],
    ['الأمن السبراني', /السي?براني/],
  ])('finds for %s what is meant by it', async (q, meant) => {
    const titles = (await search(q)).slice(0, 4).map((one) => Object.values(one.titles).join(' '));
    expect(titles.length).toBeGreaterThan(0);
    for (const title of titles) expect(title).toMatch(meant);
  });

  it.each([
    ['AI', 'ai', 70],
    ['ai', 'ai', 70],
    ['A.I.', 'ai', 70],
    ['IA', 'ai', 70],
    ['IoT', 'iot', 62],
  ])('finds for %s all courses of the topic', async (q, topic, least) => {
    const found = await codes(q);
    const about: Seen[] = (await admin.get(`/v1/courses?first=100&topic=${topic}`)).body.items;
    expect(about).toHaveLength(least);
    expect(found).toEqual(expect.arrayContaining(about.map(({ code }) => code)));
  });

  it.each([
    ['formation excel', 'excel'],
    ['cours excel', 'excel'],
    ['cours d’excel', 'excel'],
    ['formations sur excel', 'excel'],
    ['دروس الإكسل', 'إكسل'],
    ['دورة إكسل', 'إكسل'],
    ['formations sur le cloud', 'cloud'],
    ['les cours', 'cours'],
  ])('passes over what says nothing in a catalogue: %s', async (q, said) => {
    expect(await codes(said)).not.toEqual([]);
    expect(await codes(q)).toEqual(await codes(said));
  });

  it.each([
    ['Excel et Word', /excel|word/i],
    ['Excel, Word', /excel|word/i],
    ['Excel + Word', /excel|word/i],
    ['comptabilité excel', /excel/i],
    ['excel word zzzzqq', /excel|word/i],
  ])('finds for %s those of most words where nothing has all of them', async (q, meant) => {
    const titles = (await search(q)).map((one) => Object.values(one.titles).join(' '));
    expect(titles.length).toBeGreaterThan(50);
    for (const title of titles) expect(title).toMatch(meant);
  });

  it('puts those that have more of the words before those that have fewer', async () => {
    const [first] = await search('excel tableur zzzzqq');
    expect(first!.titles.fr).toMatch(/tableur excel/i);
    expect(await search('excel zzzzqq')).not.toEqual([]);
  });

  it('has the words of q and of search, and the same order in any language', async () => {
    expect(await search('excel', '&search=access')).toEqual(await search('excel access'));
    const arabic = await search('réseaux', '&lang=ar');
    const all = await search('réseaux');
    expect(arabic.map(({ code }) => code)).toEqual(all.filter(({ titles }) => titles.ar).map(({ code }) => code));
  });

  it('takes one number for the other, finds what a word is part of, and nothing for nothing', async () => {
    const counted = async (q: string): Promise<number> => {
      const { body } = await admin.graphql('query ($q: String!) { courses(search: $q, first: 1) { totalCount } }', {
        q,
      });
      return body.data.courses.totalCount;
    };
    const many = await counted('bases de données');
    expect(many).toBeGreaterThan(100);
    expect(await counted('base de données')).toBe(many);
    const titles = (await search('sécurité')).map(({ titles: { fr } }) => fr ?? '');
    expect(titles.some((title) => title.includes('Cybersécurité'))).toBe(true);
    for (const q of ['!!', 'zzzzqq', "'); drop zzqq; --"]) expect(await codes(q)).toEqual([]);
  });

  it('is cut by language and topic, and says in the graph how many there are', async () => {
    const arabic = await search('réseaux', '&lang=ar');
    expect(arabic.length).toBeGreaterThan(0);
    expect(arabic.every(({ titles }) => titles.ar !== null)).toBe(true);
    expect(await search('réseaux', '&topic=excel')).toEqual([]);
    const asked = `{ courses(search: "شبكات", lang: AR, first: 5) { totalCount edges { node { code } } } }`;
    const { courses } = (await admin.graphql(asked)).body.data;
    expect(courses.totalCount).toBe(arabic.length);
    expect(courses.edges.map(({ node }: { node: Seen }) => node.code)).toEqual(
      (await search('شبكات', '&lang=ar')).slice(0, 5).map(({ code }) => code),
    );
  });

  it.each(['base de données', 'شبكات', 'exel'])('is paged without loss or repetition: %s', async (q) => {
    const seen: string[] = [];
    for (let after = ''; ;) {
      const { status, body } = await admin.get(
        `/v1/courses?first=7&q=${encodeURIComponent(q)}${after && `&after=${after}`}`,
      );
      expect(status).toBe(200);
      seen.push(...body.items.map(({ code }: Seen) => code));
      if (!(after = body.nextCursor ?? '')) break;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.slice(0, 100)).toEqual(await codes(q));
  });

  it('reads whatever is asked, and answers', async () => {
    const handler = running.get(FindCoursesHandler);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (q) => {
        const { success, data } = FindCourses.safeParse({ q, first: 1 });
        if (success) await handler.run(actorOf('programme-admin'), data);
      }),
      { numRuns: 200 },
    );
  });

  it('reads no course that it does not answer, of a catalogue of any size', async () => {
    const asked = FindCourses.parse({ q: 'réseaux', first: 20 });
    const spied = await readsOf(database.db, () =>
      running.get(FindCoursesHandler).run(actorOf('programme-admin'), asked),
    );
    expect(spied).toHaveLength(2);
    expect((await planOf(database.db, spied[0]!)).scanned).toEqual([]);
  });
});
