import { inLetters } from '@takwin/contracts/synthetic/in-letters';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
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
let open: string;

const seenOf = async (id: string) => (await admin.get(`/v1/rooms/${id}`)).body;
const eventsOf = (id: string) =>
  database.db.asActor(actorOf('system'), (tx) =>
    tx.query(sql`select id from event_new where subject = 'room' and body::text like ${`%${id}%`}`),
  );

let registered = 0;
const register = (academyId: string) => {
  const name = { family: 'TAZI', given: `Salma ${inLetters(++registered)}` };
  return admin.post('/v1/persons', { kind: 'trainee', academyId, name, group: 'DEV101', year: 1 });
};

beforeAll(async () => {
  [gone] = (await admin.get('/v1/academies?first=1')).body.items;
  left = (await register(gone.id)).body.id;
  await admin.post(`/v1/persons/${left}/deactivate`, { reason: 'abandon' });
  room = (await admin.post(`/v1/academies/${gone.id}/rooms`, { code: 'SHUT', seats: 20 })).body.id;
  await admin.post(`/v1/rooms/${room}/close`);
  open = (await admin.post(`/v1/academies/${gone.id}/rooms`, { code: 'LEFT', seats: 20 })).body.id;
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

  it('has rooms that stay as they are, at every door, and tells nobody of them', async () => {
    const [before, told] = [await seenOf(open), await eventsOf(open)];
    const changes = [
      { seats: 30 },
      { accessibleSeats: 2 },
      { openOnHolidays: true },
      { openingHours: [{ weekday: 1, opens: '08:00', closes: '12:00' }] },
      { closures: [{ from: '2027-01-04T08:00', until: '2027-01-04T18:00', reason: 'works' }] },
    ];
    const seen = { headers: { 'if-match': `"${before.version}"` } };
    for (const change of changes) expect(await admin.patch(`/v1/rooms/${open}`, change, seen)).toMatchObject(CLOSED);
    expect(await admin.post(`/v1/rooms/${open}/close`)).toMatchObject(CLOSED);
    const mutation = 'mutation ($input: ChangeRoomInput!) { changeRoom(input: $input) { seats } }';
    const { body } = await admin.graphql(mutation, { input: { id: open, seats: 30, expectedVersion: before.version } });
    expect(body.errors).toMatchObject([{ extensions: CLOSED.body }]);
    expect([await seenOf(open), await eventsOf(open)]).toEqual([before, told]);
  });

  it('has no room that is open, wherever it is read', async () => {
    expect((await admin.get(`/v1/rooms/${open}`)).body.state).toBe('closed');
    const listed = async (state: string): Promise<string[]> =>
      (await admin.get(`/v1/rooms?academyId=${gone.id}&state=${state}&first=100`)).body.items.map(
        ({ id }: { id: string }) => id,
      );
    expect(await listed('open')).toEqual([]);
    expect(await listed('closed')).toEqual(expect.arrayContaining([open, room]));
    const asked = `{ room(id: "${open}") { state } academy(id: "${gone.id}") { rooms { state } }
      rooms(academyId: "${gone.id}", state: OPEN) { totalCount } }`;
    const { data } = (await admin.graphql(asked)).body;
    expect(data).toMatchObject({ room: { state: 'CLOSED' }, rooms: { totalCount: 0 } });
    expect(new Set(data.academy.rooms.map((one: { state: string }) => one.state))).toEqual(new Set(['CLOSED']));
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

describe('a suspended academy', () => {
  it('opens no room and takes nobody new in, at any door, until it is reinstated', async () => {
    const halted = (await admin.get('/v1/academies?first=2')).body.items[1];
    const suspended = { status: 409, body: { code: 'ACADEMY_IS_SUSPENDED', state: 'suspended' } };
    await admin.post(`/v1/academies/${halted.id}/suspend`);
    expect(await admin.post(`/v1/academies/${halted.id}/rooms`, { code: 'NEW', seats: 20 })).toMatchObject(suspended);
    expect(await register(halted.id)).toMatchObject(suspended);
    const { body } = await admin.post('/v1/imports?kind=konosys', fileOf(rowOf({ Site: halted.code })), {
      headers: { 'content-type': 'text/csv' },
    });
    await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
    expect(String((await admin.get(`/v1/imports/${body.id}/rejected.csv`)).body)).toContain(
      'ACADEMY_IS_SUSPENDED,Site,',
    );
    await admin.post(`/v1/academies/${halted.id}/reinstate`);
    expect((await register(halted.id)).status).toBe(201);
  });
});
