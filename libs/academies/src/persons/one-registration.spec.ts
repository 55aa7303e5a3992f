import { inLetters } from '@takwin/contracts/synthetic/in-letters';
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf, type apiOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { RunImportHandler } from '../rosters/run-import.js';
import { academiesService } from '../testing/academies-service.js';
import { CIN_KEYS } from '../testing/cin-keys.js';
import { fileOf, newMatricule, rowOf } from '../testing/konosys-file.js';
import { CinVault } from './cin.js';

type Api = ReturnType<typeof apiOf>;
type AcademySeen = { id: string; code: string; region: string };

const { database, tokens, running, admin, close } = await academiesService();
afterAll(close);
let [here, far]: AcademySeen[] = [];
let mine: Api;
let director: Api;
const born = '2004-05-06';

beforeAll(async () => {
  const ordinary: AcademySeen[] = (await admin.get('/v1/academies?first=100&profile=ordinary')).body.items;
  here = ordinary[0]!;
  far = ordinary.find(({ region }) => region !== here!.region)!;
  mine = admin.as(await tokens.of({ role: 'academy-manager', academies: [here.id] }));
  director = admin.as(await tokens.of({ role: 'regional-director', regions: [here.region] }));
});

let names = 0;
/** Somebody whose name nobody had before. */
const someone = () => ({ family: `EL HAÏMER ${inLetters(++names)}`, given: 'Zineb' });
let cards = 500_000;
const newCard = (): string => `ZZ${++cards}`;
const ask = (about: object, as = admin, send?: Parameters<Api['post']>[2]) =>
  as.post('/v1/persons', { kind: 'trainee', academyId: here!.id, birthDate: born, ...about }, send);
const register = async (about: object): Promise<string> => {
  const { status, body } = await ask(about);
  expect(status).toBe(201);
  return body.id;
};
const asked = (ids: readonly string[], state = 'active') => ({
  status: 409,
  body: { code: 'PERSON_MAY_BE_REGISTERED', matches: ids.map((personId) => ({ personId, state })) },
});

describe('a person of the name and birth date of somebody registered', () => {
  it.each(['nothing', 'a matricule', 'a CIN', 'both'])(
    'is not registered again with %s that only one of them has',
    async (has) => {
      const name = someone();
      const id = await register({ name });
      const told = {
        ...((has === 'a matricule' || has === 'both') && { matricule: newMatricule() }),
        ...((has === 'a CIN' || has === 'both') && { cin: newCard() }),
      };
      for (const as of [admin, mine, director]) expect(await ask({ name, ...told }, as)).toMatchObject(asked([id]));
    },
  );

  it('is not told apart by another matricule that a form says, but by another CIN', async () => {
    const name = someone();
    const id = await register({ name, matricule: newMatricule(), cin: newCard() });
    expect(await ask({ name, matricule: newMatricule() }, mine)).toMatchObject(asked([id]));
    expect((await ask({ name, matricule: newMatricule(), cin: newCard() }, mine)).status).toBe(201);
  });

  it('is found whatever the accents, capitals, blanks and order of the name, and by the Arabic one', async () => {
    const { family, given } = someone();
    const arabic = { familyArabic: 'الإدريسي', givenArabic: `فَاطِمة${'ابتثج'[names % 5]}` };
    const id = await register({ name: { family, given, ...arabic } });
    const same = [
      { family: family.replace('Ï', 'i').toLowerCase(), given: 'ZINÉB' },
      { family: given, given: family },
      { family: family.replace(' ', '-'), given },
      {
        family: 'OTHER',
        given: 'Name',
        familyArabic: 'الادريسي',
        givenArabic: arabic.givenArabic.replace(/[\u064b-\u0652]/g, ''),
      },
    ];
    for (const name of same) expect(await ask({ name })).toMatchObject(asked([id]));
    expect((await ask({ name: { family, given: 'Salma' } })).status).toBe(201);
    expect((await ask({ name: { family, given }, birthDate: '2004-05-07' })).status).toBe(201);
  });

  it('is found whatever nobody sees in the name, and whatever looks like its letters', async () => {
    const { family, given } = someone();
    const arabic = { familyArabic: 'الفكيكي', givenArabic: `هدى${'ابتثج'[names % 5]}` };
    const id = await register({ name: { family, given, ...arabic } });
    const unseen = [
      '\u200b',
      '\u00ad',
      '\u200e',
      '\u200f',
      '\ufeff',
      '\u2060',
      '\u034f',
      '\u200c',
      '\u200d',
      '\u02b9',
      '·',
    ];
    const same = [
      ...unseen.map((one) => ({ family: `${family.slice(0, 4)}${one}${family.slice(4)}`, given })),
      { family, given: 'Zıneb' },
      { family: family.replace('EL', 'ＥＬ'), given },
      {
        family: 'OTHER',
        given: 'Name',
        familyArabic: 'الفكیکی',
        givenArabic: arabic.givenArabic.replace('ه', 'ہ\u200c'),
      },
    ];
    for (const name of same) expect(await ask({ name })).toMatchObject(asked([id]));
  });

  it('is not registered with a name of mixed or unknown alphabets, or without a letter, at any door', async () => {
    const { family, given } = someone();
    const refused = [
      { family: family.replace('A', 'А'), given },
      { family: family.replace('H', 'Η'), given },
      { family: `${family}ي`, given },
      { family, given: 'Зинеб' },
      { family, given: 'Zinɑb' },
      { family: 'العمراني', given: 'سلمى' },
      { family, given, familyArabic: 'AMRANI', givenArabic: 'Salma' },
      { family, given, familyArabic: 'العمراني2' },
      ...[
        '<b>x</b>',
        'Zineb 😀',
        '½Zineb',
        'Ⓩineb',
        '漢字',
        `Z${'\u0301'.repeat(5)}ineb`,
        'Zi\u0660neb',
        'Zineb2',
        'Zineb ٢',
        'Zi_neb',
        'Zineb, Salma',
        'Zineb (née X)',
      ].map((given) => ({
        family,
        given,
      })),
    ];
    for (const name of refused) expect((await ask({ name })).body.errors[0]).toMatchObject({ code: 'invalid_name' });
    for (const given of ['=cmd', '@zineb', '+z'])
      expect((await ask({ name: { family, given } })).body.errors).toMatchObject([{ code: 'is_formula' }]);
    for (const given of ['Zi\ufffdeb', 'HÃ©lÃ¨ne', 'FÃ¨s', 'ãÍãÏ', 'Zi\u0007neb', 'B\u0082ni'])
      expect((await ask({ name: { family, given } })).body.errors).toMatchObject([
        { path: 'name.given', code: 'invalid_text' },
      ]);
    for (const givenArabic of ['ﺪﻤﺤﻣ', 'محمد ﻯﺪﻫ'])
      expect((await ask({ name: { family, given, familyArabic: 'العثماني', givenArabic } })).body.errors).toMatchObject(
        [{ path: 'name.givenArabic', code: 'invalid_text' }],
      );
    expect((await ask({ name: { family: `${given} ${family}`, given: '-' } })).body.errors).toMatchObject([
      { path: 'name.given', code: 'stands_for_none' },
    ]);
    for (const given of ['\u200b', ' \u00ad\ufeff'])
      expect((await ask({ name: { family, given } })).body.errors).toMatchObject([
        { path: 'name.given', code: 'too_small' },
      ]);
    const { body } = await mine.graphql(
      'mutation ($input: RegisterPersonInput!) { registerPerson(input: $input) { id } }',
      { input: { kind: 'TRAINEE', academyId: here!.id, birthDate: born, name: refused[0] } },
    );
    expect(body.errors[0].extensions.errors).toMatchObject([{ code: 'invalid_name' }]);
    for (const name of [
      { family: `ⵣⵉⵏⴱ${'ⴰⴱⴳ'[names % 3]}`, given: 'ⵎⵓⵃⴰ' },
      { family: `Aït Ḥddu Ɣ’${inLetters(names)}`, given: 'Łøïc Œdipe ʿAli' },
      { family: `D’Ormesson-O'Neil ${inLetters(names)} Ⅳ`, given: 'M. Aït‐Ali' },
    ])
      expect((await ask({ name })).status).toBe(201);
  });

  it.each([
    ['full-width letters', { family: 'ＡＭＲＡＮＩ', given: 'Zineb' }, 'Zineb AMRANI', null],
    ['a Roman numeral of one character', { family: 'Amrani', given: 'Hassan Ⅻ' }, 'Hassan XII Amrani', null],
    ['tabs and breaks', { family: 'El\tAmrani', given: 'Zineb\nAya ' }, 'Zineb Aya El Amrani', null],
    ['apostrophes and hyphens of all kinds', { family: 'D´Oran', given: 'Anne–Marie' }, 'Anne-Marie D’Oran', null],
    ['apostrophes that are letters', { family: 'N\u02bcAït', given: 'Sa\u02bbid' }, 'Sa’id N’Aït', null],
    [
      'joiners, joined letters and a stretched word',
      { family: 'Amrani', given: 'Najat', familyArabic: 'العـمرا\u200dني', givenArabic: 'ن\u200cﺠﺎﺓ' },
      'Najat Amrani',
      'نجاة العمراني',
    ],
  ])('is written without %s, at form, change and graph alike', async (_, name, fr, ar) => {
    const kept = { name: { fr, ar } };
    const made = await ask({ name, birthDate: '2001-01-01' });
    expect(made).toMatchObject({ status: 201, body: kept });
    const id = made.body.id;
    expect((await mine.patch(`/v1/persons/${id}`, { name })).body).toMatchObject({ ...kept, version: 1 });
    const { body } = await mine.graphql(
      'mutation ($input: ChangePersonInput!) { changePerson(input: $input) { name { fr ar } } }',
      { input: { id, name } },
    );
    expect(body.data.changePerson).toMatchObject(kept);
  });

  it('is found by a CIN with whatever zeros before its number', async () => {
    const name = someone();
    const cin = `ZY${++cards - 480_000}`;
    await register({ name, cin });
    expect((await ask({ name, cin: `ZY0${cin.slice(2)}` })).body.code).toBe('CIN_IS_TAKEN');
    expect((await ask({ name: someone(), cin: `ZY0${cin.slice(2)}` })).body.code).toBe('CIN_IS_TAKEN');
  });

  it.each(['ZX001234', 'ZX01235', 'ZX91236'])(
    'is found by the CIN that was kept as it was typed then: %s',
    async (typed) => {
      const id = await register({ name: someone(), matricule: newMatricule() });
      const before = createHmac('sha256', Buffer.from(CIN_KEYS.CIN_HASH_KEY, 'base64')).update(typed).digest();
      await database.db.asActor(actorOf('system'), (tx) =>
        tx.query(
          sql`update person set cin_hash = ${before}, cin_sealed = ${running.get(CinVault).seal(typed)} where id = ${id}`,
        ),
      );
      const other = await register({ name: someone(), matricule: newMatricule() });
      const bare = typed.replace(/^ZX0*/, '');
      const spellings = [typed, ...[5, 6].map((digits) => `ZX${bare.padStart(digits, '0')}`)];
      for (const cin of spellings) {
        expect((await admin.post('/v1/persons/search', { cin })).body.items).toMatchObject([{ id }]);
        expect((await ask({ name: someone(), matricule: newMatricule(), cin })).body.code).toBe('CIN_IS_TAKEN');
        expect((await admin.patch(`/v1/persons/${other}`, { cin })).body.code).toBe('CIN_IS_TAKEN');
        expect(await mine.patch(`/v1/persons/${id}`, { cin })).toMatchObject({ status: 200, body: { version: 1 } });
      }
      const rows = [rowOf({ Site: here!.code, MatriculeEtudiant: newMatricule(), CIN: spellings[2]! })];
      const { body } = await admin.post('/v1/imports?kind=konosys', fileOf(...rows), {
        headers: { 'content-type': 'text/csv' },
      });
      await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
      expect((await admin.get(`/v1/imports/${body.id}`)).body).toMatchObject({ rows: 1, accepted: 0, rejected: 1 });
    },
  );

  it('is asked about where one of the birth dates is not known, in whatever academy and whatever the matricules', async () => {
    const name = someone();
    const id = await register({ name, birthDate: undefined, matricule: newMatricule() });
    const refused = await ask({ name });
    expect(refused).toMatchObject(asked([id]));
    expect(refused.body.detail).toMatch(/^Une personne porte déjà ce nom, .* ou l’une d’elles n’est pas connue\./);
    expect(await ask({ name, birthDate: undefined })).toMatchObject(asked([id]));
    for (const about of [{}, { birthDate: undefined }])
      for (const academyId of [here!.id, far!.id])
        expect(await ask({ name, academyId, matricule: newMatricule(), ...about })).toMatchObject(asked([id]));
    const elsewhere = admin.as(await tokens.of({ role: 'academy-manager', academies: [far!.id] }));
    expect((await ask({ name, academyId: far!.id }, elsewhere)).status).toBe(201);
    const dated = someone();
    const known = await register({ name: dated, matricule: newMatricule(), cin: newCard() });
    const undated = { name: dated, birthDate: undefined, matricule: newMatricule(), academyId: far!.id };
    expect(await ask(undated)).toMatchObject(asked([known]));
    expect((await ask({ ...undated, cin: newCard() })).status).toBe(201);
  });

  it('is refused at the other door with the same code and those who may be the same', async () => {
    const name = someone();
    const id = await register({ name });
    const { body } = await mine.graphql(
      'mutation ($input: RegisterPersonInput!) { registerPerson(input: $input) { id } }',
      { input: { kind: 'TRAINEE', academyId: here!.id, birthDate: born, name } },
    );
    expect(body.errors[0].extensions).toMatchObject(asked([id]).body);
  });

  it('is not asked about where the caller may not read that one: the two wait for who may read both', async () => {
    for (const as of [mine, director]) {
      const name = someone();
      const id = await register({ name, academyId: far!.id });
      const { status, body } = await ask({ name }, as);
      expect({ status, body }).toMatchObject({ status: 201, body: { confirmed: false, confirmation: null } });
      expect(JSON.stringify(body)).not.toContain(id);
      expect(await ask({ name })).toMatchObject(asked([id, body.id].sort()));
    }
  });

  it('who has left is shown as such, and taken back instead', async () => {
    const name = someone();
    const id = await register({ name });
    await admin.post(`/v1/persons/${id}/deactivate`, { reason: 'abandon' });
    expect(await ask({ name }, mine)).toMatchObject(asked([id], 'inactive'));
    expect((await mine.post(`/v1/persons/${id}/reactivate`)).body.state).toBe('active');
  });

  it('is registered where the region or the programme says of each that it is another person, and why', async () => {
    const name = someone();
    const first = await register({ name });
    const reason = 'two cousins, both cards were seen';
    const from = (...personIds: string[]) => ({ name, distinctFrom: { personIds, reason } });
    expect((await ask(from(first), mine)).body.code).toBe('FORBIDDEN');
    const made = await ask(from(first), director);
    expect(made.status).toBe(201);
    expect(await ask(from(first), director)).toMatchObject(asked([made.body.id]));
    expect((await ask(from(first, made.body.id))).status).toBe(201);
    const nameless = await ask({ name, distinctFrom: { personIds: [first] } });
    expect(nameless.body.errors).toMatchObject([{ path: 'distinctFrom.reason', code: 'invalid_type' }]);
  });

  it('is registered once of many who ask at once', async () => {
    const name = someone();
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, at) => ask({ name, ...(at % 2 && { birthDate: undefined, academyId: far!.id }) })),
    );
    expect(all.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(409)]);
  });

  it('is the one that was made, to who asks again with the same key, also at once', async () => {
    const about = { name: someone() };
    const send = { headers: { 'idempotency-key': `person-${names}` } };
    const both = await Promise.all([ask(about, admin, send), ask(about, admin, send)]);
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect(both[1]!.body).toEqual(both[0]!.body);
    expect((await ask(about, admin, send)).body).toEqual(both[0]!.body);
  });

  it('has a matricule or a CIN refused by name where that is the same', async () => {
    const [name, matricule, cin] = [someone(), newMatricule(), newCard()];
    await register({ name, matricule, cin });
    expect((await ask({ name, matricule })).body.code).toBe('MATRICULE_IS_TAKEN');
    expect((await ask({ name, cin })).body.code).toBe('CIN_IS_TAKEN');
  });
});

describe('a row of a roster', () => {
  const roster = async (as: Api, ...rows: string[]): Promise<string[]> => {
    const { body } = await as.post('/v1/imports?kind=konosys', fileOf(...rows), {
      headers: { 'content-type': 'text/csv' },
    });
    await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
    const csv = String((await as.get(`/v1/imports/${body.id}/rejected.csv`)).body);
    const faults = csv.trim().split('\r\n').slice(1);
    return faults.map((line) => line.split(',').slice(13).join());
  };
  const row = ({ family, given }: { family: string; given: string }, about: Record<string, string> = {}): string =>
    rowOf({ Nom: family, Prenom: given, DateNaissance: '06/05/2004', Site: here!.code, ...about });
  const REFUSED =
    '2,PERSON_MAY_BE_REGISTERED,,"Une personne porte déjà ce nom, et les dates de naissance sont les mêmes, ou l’une d’elles n’est pas connue. Reprenez-la, ou faites confirmer qu’il s’agit de deux personnes."';

  it('about somebody whom a form registered without a matricule is rejected, unless the sender may not read that person', async () => {
    for (const [academyId, birthDate, faults] of [
      [here!.id, born, [REFUSED]],
      [far!.id, born, []],
      [far!.id, undefined, []],
    ] as const) {
      const name = someone();
      await register({ name, academyId, birthDate, cin: newCard() });
      const spelled = { family: name.family.toLowerCase(), given: name.given };
      expect(await roster(admin, row(spelled))).toEqual([REFUSED]);
      expect(await roster(mine, row(spelled))).toEqual(faults);
      // Whom the row before brought in has no card that would tell two apart.
      expect(await roster(mine, row(name, { CIN: newCard() }))).toEqual(faults.length > 0 ? [] : [REFUSED]);
    }
  });

  it('tells homonyms apart by the matricules that an official says of both', async () => {
    const name = someone();
    expect(await roster(admin, row(name), row(name))).toEqual([]);
  });

  it('and a form that name one person at once make one', async () => {
    for (let time = 0; time < 5; time++) {
      const name = someone();
      const about = time % 2 === 0 ? {} : { birthDate: undefined };
      const [faults, form] = await Promise.all([roster(mine, row(name)), ask({ name, ...about })]);
      expect([faults.length, form.status]).toEqual(form.status === 201 ? [1, 201] : [0, 409]);
    }
  });
});

describe('somebody without a birth date, while a file is taken in', () => {
  it('is refused for now after a few seconds, and registered once it is done', async () => {
    const name = someone();
    const headers = { headers: { 'accept-language': 'fr' } };
    const held = database.db.asActor(actorOf('system'), async (tx) => {
      await tx.query(sql`select pg_advisory_xact_lock_shared(hashtextextended('persons without a birth date', 0))`);
      return ask({ name, birthDate: undefined }, admin, headers);
    });
    expect(await held).toMatchObject({ status: 503, body: { code: 'OVERLOADED' } });
    expect((await ask({ name, birthDate: undefined })).status).toBe(201);
  });
});
