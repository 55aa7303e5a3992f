import { inLetters } from '@takwin/contracts/synthetic/in-letters';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf, type apiOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { academiesService } from '../testing/academies-service.js';
import { newMatricule } from '../testing/konosys-file.js';

type Api = ReturnType<typeof apiOf>;
type AcademySeen = { id: string; region: string };

const { database, tokens, admin, close } = await academiesService();
afterAll(close);
let [here, far]: AcademySeen[] = [];
let manager: Api;
let director: Api;
const born = '2004-05-06';

beforeAll(async () => {
  const all: AcademySeen[] = (await admin.get('/v1/academies?first=100&profile=ordinary')).body.items;
  here = all[0]!;
  far = all.find(({ region }) => region !== here!.region)!;
  manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [here.id] }));
  director = admin.as(await tokens.of({ role: 'regional-director', regions: [here.region] }));
});

let made = 0;
const someone = () => ({ family: `BERRADA ${inLetters(++made)}`, given: 'Salma' });
let cards = 600_000;
const newCard = (): string => `ZX${++cards}`;
const register = async (about: object = {}): Promise<string> => {
  const command = { kind: 'trainee', academyId: here!.id, birthDate: born, name: someone(), ...about };
  const { status, body } = await admin.post('/v1/persons', command);
  expect(status).toBe(201);
  return body.id;
};
const proof = { reason: 'The card was seen', document: 'DR-04/2026/118' };
/** By a document, as an official corrects who somebody is. */
const correct = (id: string, to: object, as = director, version = 1) =>
  as.patch(`/v1/persons/${id}/identity`, { ...to, ...proof }, { headers: { 'if-match': `"${version}"` } });
const change = (id: string, to: object, as = admin, version: number | null = 1) =>
  as.patch(`/v1/persons/${id}`, to, version === null ? {} : { headers: { 'if-match': `"${version}"` } });

/** What was told of a person, oldest first: type, version, name and birth date. */
const toldOf = (id: string) =>
  database.db.readAs(actorOf('system'), async (tx) => {
    const rows = await tx.query<{ told: string }>(sql`
      select concat_ws(' ', type, change ->> 'v', change #>> '{d,name,fr}', change #>> '{d,birthDate}') as told
      from event_new, jsonb_array_elements(body -> 'changes') change where change ->> 's' = ${id} order by id`);
    return rows.map(({ told }) => told);
  });

describe('what is known of a person', () => {
  it('is corrected where it is given, stays where it is not, and everyone who follows is told', async () => {
    const name = { ...someone(), familyArabic: 'برادة', givenArabic: 'سلمى' };
    const id = await register({ name });
    const renamed = await change(id, { name: { family: `${name.family}I`, given: 'Selma' } }, manager);
    expect(renamed).toMatchObject({
      status: 200,
      body: { name: { fr: `Selma ${name.family}I`, ar: 'سلمى برادة' }, birthDate: born, version: 2 },
    });
    const latin = { family: name.family, given: 'Selma', familyArabic: null, givenArabic: null };
    expect((await change(id, { name: latin }, manager, 2)).body.code).toBe('FORBIDDEN');
    expect((await correct(id, { name: latin }, director, 2)).body.name.ar).toBeNull();
    expect(await toldOf(id)).toEqual([
      `PersonRegistered 1 Salma ${name.family} ${born}`,
      `PersonChanged 2 Selma ${name.family}I ${born}`,
      `PersonChanged 3 Selma ${name.family} ${born}`,
    ]);
  });

  it('is given by the academy where it was not known: a birth date, a matricule, a CIN', async () => {
    const id = await register({ birthDate: undefined });
    const matricule = newMatricule();
    const cin = newCard();
    const told = await change(id, { birthDate: '2003-02-01', matricule, cin }, manager);
    expect(told).toMatchObject({ status: 200, body: { birthDate: '2003-02-01', matricule, version: 2 } });
    expect(JSON.stringify(told.body)).not.toContain(cin);
    expect((await admin.post('/v1/persons/search', { cin })).body.items).toMatchObject([{ id }]);
  });

  it('is left alone, and nobody told, where nothing is other than it was', async () => {
    const [name, cin] = [someone(), newCard()];
    const id = await register({ name, cin });
    const same = { name, birthDate: born, cin: cin.toLowerCase() };
    expect(await change(id, same, manager)).toMatchObject({ status: 200, body: { version: 1 } });
    expect(await toldOf(id)).toHaveLength(1);
  });

  it('is corrected of who has left, too', async () => {
    const id = await register();
    await admin.post(`/v1/persons/${id}/deactivate`, { reason: 'abandon' });
    const { body } = await correct(id, { birthDate: '2004-05-07' }, director, 2);
    expect(body).toMatchObject({ state: 'inactive', birthDate: '2004-05-07', inactiveReason: 'abandon' });
  });

  it('is changed with the version that was read, of those whom the caller may read', async () => {
    const id = await register();
    const to = { name: someone() };
    expect(await change(id, to, admin, 7)).toMatchObject({ status: 412, body: { current: 1 } });
    const elsewhere = await register({ academyId: far!.id });
    expect((await change(elsewhere, to, manager)).status).toBe(404);
    const others = await Promise.all(['trainer', 'candidate', 'auditor'].map((role) => tokens.of({ role } as never)));
    for (const token of others) expect((await change(id, to, admin.as(token))).status).toBe(403);
  });
});

describe('who somebody is', () => {
  it.each([
    ['birth date', { birthDate: '2004-06-06' }],
    ['matricule', { matricule: newMatricule() }],
    ['CIN', { cin: newCard() }],
  ])(
    'is not told by another %s than the known one by the academy, and by the region with a document alone',
    async (_, to) => {
      const id = await register({ matricule: newMatricule(), cin: newCard() });
      expect((await change(id, to, manager)).body.code).toBe('FORBIDDEN');
      for (const official of [director, admin])
        expect((await change(id, to, official)).body.code).toBe('CORRECTION_NEEDS_DOCUMENT');
      expect((await correct(id, to)).status).toBe(200);
    },
  );

  it.each([
    ['another', { family: 'OUAZZANI', given: 'Hamza' }],
    ["a friend's of the same family", { family: 'BENKIRANE', given: 'Zakaria' }],
    ['one with another Arabic name', { family: 'BENKIRANE', given: 'Youssef', familyArabic: 'الدكالي' }],
  ])(
    'is not told by %s name by the academy, and by the region with a document alone, at either door',
    async (_, other) => {
      const known = { family: 'BENKIRANE', given: 'Youssef', familyArabic: 'بنكيران', givenArabic: 'يوسف' };
      const birthDate = `2003-03-${String(++made).padStart(2, '0')}`;
      const id = await register({ name: known, birthDate, matricule: newMatricule() });
      expect((await change(id, { name: other }, manager)).body.code).toBe('FORBIDDEN');
      expect((await change(id, { name: other }, director)).body.code).toBe('CORRECTION_NEEDS_DOCUMENT');
      for (const [as, code] of [
        [manager, 'FORBIDDEN'],
        [director, 'CORRECTION_NEEDS_DOCUMENT'],
      ] as const) {
        const { body } = await as.graphql(
          'mutation ($input: ChangePersonInput!) { changePerson(input: $input) { version } }',
          { input: { id, name: other } },
        );
        expect(body.errors[0].extensions.code).toBe(code);
      }
      expect((await correct(id, { name: other })).status).toBe(200);
    },
  );

  it.each([
    ['the academy', 'FORBIDDEN', () => manager],
    ['the region', 'CORRECTION_NEEDS_DOCUMENT', () => director],
  ] as const)('is spelled by %s as often as it likes, and is no other name by that', async (_, code, speller) => {
    const birthDate = `2002-02-${String(++made).padStart(2, '0')}`;
    const id = await register({ name: { family: 'El Idrissi', given: 'Salim' }, birthDate });
    const spell = (family: string, given: string, about: object = {}) =>
      change(id, { name: { family, given, ...about } }, speller(), null);
    for (const [family, given] of [
      ['EL IDRÏSSI', 'salim'],
      ['Salim', 'El-Idrissi'],
      ['Elidrissi', 'Selim'],
      ['Elidrissy', 'Salem'],
    ] as const)
      expect((await spell(family, given)).status).toBe(200);
    const arabic = { familyArabic: 'الإدريسي', givenArabic: 'سليم' };
    expect((await spell('El Idrissi', 'Salem', arabic)).status).toBe(200);
    expect((await spell('El Idrissi', 'Salima')).status).toBe(200);
    for (const given of ['Selem', 'Salma', 'Samir']) expect((await spell('El Idrissi', given)).body.code).toBe(code);
    expect((await spell('El Idrissi', 'Salim', { ...arabic, givenArabic: 'سلم' })).status).toBe(200);
    expect((await spell('El Idrissi', 'Salim', { ...arabic, givenArabic: 'سام' })).body.code).toBe(code);
  });

  const bornNext = () => new Date(Date.UTC(2001, 2, ++made)).toISOString().slice(0, 10);
  it.each<[string, object, string | null, typeof correct?]>([
    ['another name', { family: 'OUAZZANI', given: 'Hamza' }, 'يوسف بنكيران'],
    ['a family’s name with more to it', { family: 'BENKIRANE EL', given: 'Youssef' }, 'يوسف بنكيران'],
    ['another name with one part', { family: 'OUAZZANI', given: 'Hamza', familyArabic: 'الوزاني' }, 'يوسف الوزاني'],
    ['one without a part', { family: 'OUAZZANI', given: 'Youssef', familyArabic: null }, 'يوسف'],
    ['one without any', { family: 'OUAZZANI', given: 'Hamza', familyArabic: null, givenArabic: null }, null],
    ['another spelling', { family: 'Ben Kirane', given: 'Yousef' }, 'يوسف بنكيران', change],
    ['the same, turned round', { family: 'YOUSSEF', given: 'Benkirane' }, 'يوسف بنكيران', change],
  ])('keeps of the Arabic name what is not said, and loses what null says: %s', async (_, to, arabic, by = correct) => {
    const known = { family: 'BENKIRANE', given: 'Youssef', familyArabic: 'بنكيران', givenArabic: 'يوسف' };
    const id = await register({ name: known, birthDate: bornNext() });
    expect((await by(id, { name: to })).body.name.ar).toBe(arabic);
  });

  it.each([
    ...['NULL', 'null', 'Néant', 'N.A.', 'N/A', '-', '—', '#N/A', 'nan', 'XXX', 'غير متوفر'].map((said) => [
      said,
      'stands_for_none',
    ]),
    ...['-Tazi', '–Tazi', '=1+1', '+212', '@SUM'].map((said) => [said, 'is_formula']),
  ])('is no name that stands for none or is a formula, at any door: %s', async (said, code) => {
    const id = await register();
    for (const part of ['family', 'givenArabic']) {
      const name = { family: 'TAZI', given: 'Salma', [part]: said };
      const errors = [{ path: `name.${part}`, code }];
      expect((await change(id, { name })).body.errors).toMatchObject(errors);
      const entered = await admin.post('/v1/persons', { kind: 'trainer', academyId: here!.id, name });
      expect(entered.body.errors).toMatchObject(errors);
    }
  });

  it.each(['staff', 'trainer'])('is not told of %s by a birth date of a child', async (kind) => {
    const { body } = await admin.post('/v1/persons', {
      kind,
      academyId: here!.id,
      birthDate: '2015-01-01',
      name: someone(),
    });
    expect(body.errors).toMatchObject([{ path: 'birthDate', code: 'implausible_age' }]);
    const id = await register({ kind, birthDate: undefined });
    expect((await change(id, { birthDate: '2012-01-01' }, manager)).body.errors).toMatchObject([
      { path: 'birthDate', code: 'implausible_age', message: 'entre 16 et 90 ans' },
    ]);
    expect((await change(id, { birthDate: '1990-01-01' }, manager)).status).toBe(200);
  });

  it('is not told by a birth date that cannot be, or by a name of mixed alphabets', async () => {
    const id = await register({ birthDate: undefined });
    const { body } = await change(id, { birthDate: '1890-01-01' });
    expect(body.errors).toMatchObject([{ path: 'birthDate', code: 'implausible_age' }]);
    const mixed = await change(id, { name: { family: 'TАZI', given: 'Salma' } });
    expect(mixed.body.errors).toMatchObject([{ path: 'name.family', code: 'invalid_name' }]);
  });

  it('is not told by the matricule or the CIN of another', async () => {
    const [matricule, cin] = [newMatricule(), newCard()];
    await register({ matricule, cin });
    const id = await register();
    expect(await change(id, { matricule })).toMatchObject({ status: 409, body: { code: 'MATRICULE_IS_TAKEN' } });
    expect(await change(id, { cin })).toMatchObject({ status: 409, body: { code: 'CIN_IS_TAKEN' } });
  });

  it('is not made the same as another: that is for the region to tell apart', async () => {
    const name = someone();
    const twin = await register({ name });
    const id = await register({ name: { ...name, given: 'Kenza' } });
    const refused = { status: 409, body: { code: 'PERSON_MAY_BE_REGISTERED', matches: [{ personId: twin }] } };
    expect(await correct(id, { name })).toMatchObject(refused);
    const apart = { name, distinctFrom: { personIds: [twin], reason: 'both cards were seen' } };
    expect((await change(id, apart, manager)).body.code).toBe('FORBIDDEN');
    expect((await correct(id, apart)).status).toBe(200);
    const arabic = { name: { ...name, familyArabic: 'برادة', givenArabic: 'سلمى' } };
    expect((await change(id, arabic, manager, 2)).status).toBe(200);
  });

  it('is not made the same by a birth date as somebody whom the caller may read', async () => {
    const name = someone();
    const twin = await register({ name, academyId: far!.id });
    const id = await register({ name, birthDate: '2003-02-01' });
    const refused = await correct(id, { birthDate: born }, admin);
    expect(refused.body).toMatchObject({ code: 'PERSON_MAY_BE_REGISTERED', matches: [{ personId: twin }] });
    expect(await correct(id, { birthDate: born })).toMatchObject({ status: 200, body: { birthDate: born } });
  });

  it('is one of two who are named alike at once', async () => {
    const name = someone();
    const ids = [await register(), await register()];
    const asked = await Promise.all(ids.map((id) => correct(id, { name })));
    expect(asked.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('is asked by the graph, too', async () => {
    const name = someone();
    const id = await register({ name });
    const { body } = await manager.graphql(
      'mutation ($input: ChangePersonInput!) { changePerson(input: $input) { name { fr } version } }',
      { input: { id, expectedVersion: 1, name: { ...name, given: 'Selma' } } },
    );
    expect(body.data.changePerson).toEqual({ name: { fr: `Selma ${name.family}` }, version: 2 });
  });
});
