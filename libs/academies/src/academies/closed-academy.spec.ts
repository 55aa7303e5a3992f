import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CinVault } from '../persons/cin.js';
import { RunImportHandler } from '../rosters/run-import.js';
import { academiesService } from '../testing/academies-service.js';
import { fileOf, newMatricule, rowOf } from '../testing/konosys-file.js';

const { database, tokens, running, admin, close } = await academiesService();
afterAll(close);
const CLOSED = { status: 409, body: { code: 'ACADEMY_WAS_CLOSED', state: 'closed' } };
let gone: { id: string; code: string };
let left: string;
let room: string;

let registered = 0;
const register = (academyId: string) => {
  const name = { family: 'TAZI', given: `Salma ${++registered}` };
  return admin.post('/v1/persons', { kind: 'trainee', academyId, name, group: 'DEV101', year: 1 });
};

beforeAll(async () => {
  [gone] = (await admin.get('/v1/academies?first=1')).body.items;
  left = (await register(gone.id)).body.id;
  await admin.post(`/v1/persons/${left}/deactivate`, { reason: 'abandon' });
  room = (await admin.post(`/v1/academies/${gone.id}/rooms`, { code: 'SHUT', seats: 20 })).body.id;
  await admin.post(`/v1/rooms/${room}/close`);
  expect((await admin.post(`/v1/academies/${gone.id}/close`)).status).toBe(200);
});

describe('a closed academy', () => {
  it('takes nobody in, whether new or from before', async () => {
    expect(await register(gone.id)).toMatchObject(CLOSED);
    expect(await admin.post(`/v1/persons/${left}/reactivate`)).toMatchObject(CLOSED);
    expect((await admin.get(`/v1/persons/${left}`)).body).toMatchObject({ state: 'inactive', version: 2 });
  });

  it('opens no room, whether new or from before, and changes no more', async () => {
    expect(await admin.post(`/v1/academies/${gone.id}/rooms`, { code: 'NEW', seats: 20 })).toMatchObject(CLOSED);
    expect(await admin.post(`/v1/rooms/${room}/reopen`)).toMatchObject(CLOSED);
    expect(await admin.patch(`/v1/academies/${gone.id}`, { city: 'Salé' })).toMatchObject(CLOSED);
  });

  it('has the rows of a roster rejected by that name', async () => {
    const file = fileOf(rowOf({ Site: gone.code, MatriculeEtudiant: newMatricule() }));
    const { body } = await admin.post('/v1/imports?kind=konosys', file, { headers: { 'content-type': 'text/csv' } });
    await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
    expect((await admin.get(`/v1/imports/${body.id}`)).body).toMatchObject({ rows: 1, accepted: 0, rejected: 1 });
    const csv = await fetch(`${running.url}/v1/imports/${body.id}/rejected.csv`, {
      headers: { authorization: `Bearer ${await tokens.of({ role: 'programme-admin' })}` },
    });
    expect(await csv.text()).toContain('ACADEMY_WAS_CLOSED');
  });
});
