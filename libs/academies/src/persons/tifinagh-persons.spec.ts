import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { apiOf } from '@takwin/platform/testing';
import { RunImportHandler } from '../rosters/run-import.js';
import { academiesService } from '../testing/academies-service.js';
import { fileOf, rowOf } from '../testing/konosys-file.js';
import { CinVault } from './cin.js';

type Api = ReturnType<typeof apiOf>;
type AcademySeen = { id: string; code: string };

const { database, running, tokens, admin, close } = await academiesService();
afterAll(close);
let academies: AcademySeen[];
let mine: Api;

beforeAll(async () => {
  academies = (await admin.get('/v1/academies?first=100&profile=ordinary')).body.items;
  mine = admin.as(await tokens.of({ role: 'academy-manager', academies: [academies[0]!.id] }));
});

const ask = (about: object, at = 0) =>
  admin.post('/v1/persons', { kind: 'trainee', academyId: academies[at]!.id, birthDate: '2004-05-06', ...about });
const register = async (name: object): Promise<string> => {
  const { status, body } = await ask({ name });
  expect(status).toBe(201);
  return body.id;
};

describe('a person whose name stands in Tifinagh', () => {
  it.each([
    [
      { family: 'ⴰⵎⴰⵣⵉⵖ', given: 'ⵜⵉⵏⵀⵉⵏⴰⵏ' },
      { family: 'Amazigh', given: 'Tinhinan' },
      { family: 'ⵜⵉⵏⵀⵉⵏⴰⵏ', given: 'ⴰⵎⴰⵣⵉⵖ' },
    ],
    [
      { family: 'Oughzif', given: 'Youssef' },
      { family: 'Oughzif', given: 'ⵢⵓⵙⴼ' },
      { family: 'ⵓⵖⵣⵉⴼ', given: 'ⵢⵓⵙⴼ' },
    ],
  ])(
    'may be the one of the same birth date whose name sounds the same in another script: $family $given',
    async (name, ...same) => {
      const personId = await register(name);
      const refused = { status: 409, body: { code: 'PERSON_MAY_BE_REGISTERED', matches: [{ personId }] } };
      for (const one of same) expect(await ask({ name: one })).toMatchObject(refused);
      expect((await ask({ name: same[0], birthDate: '2004-05-08' })).status).toBe(201);
      expect((await ask({ name: { ...same[0], given: 'Ijja' } })).status).toBe(201);
    },
  );

  it('is registered once of many who ask at once in two scripts', async () => {
    const names = [
      { family: 'ⵓⵛⵏ', given: 'ⵜⵓⴷⴰ' },
      { family: 'Ouchen', given: 'Touda' },
    ];
    const all = await Promise.all([0, 1, 0, 1, 1, 0, 1, 0].map((at) => ask({ name: names[at] }, at)));
    expect(all.map(({ status }) => status).toSorted()).toEqual([201, ...Array<number>(7).fill(409)]);
  });

  it('is met by a row of a roster in another script, and the other way round', async () => {
    await register({ family: 'ⵉⴷⵔ', given: 'ⵎⴰⵙⵙⵉⵏ' });
    await register({ family: 'Amghar', given: 'Massil' });
    const rows = [
      { Nom: 'Idir', Prenom: 'Massine' },
      { Nom: 'ⴰⵎⵖⴰⵔ', Prenom: 'ⵎⴰⵙⵉⵍ' },
      { Nom: 'Amghar', Prenom: 'Idir' },
    ].map((name) => rowOf({ ...name, DateNaissance: '06/05/2004', Site: academies[0]!.code }));
    const { body } = await mine.post('/v1/imports?kind=konosys', fileOf(...rows), {
      headers: { 'content-type': 'text/csv' },
    });
    await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
    const csv = String((await mine.get(`/v1/imports/${body.id}/rejected.csv`)).body);
    expect(csv.match(/PERSON_MAY_BE_REGISTERED/g)).toHaveLength(2);
    expect(csv).not.toContain('Amghar,Idir');
  });
});
