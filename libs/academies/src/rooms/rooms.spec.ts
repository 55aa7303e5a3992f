import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openApiOf } from '@takwin/platform/http';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { academiesService } from '../testing/academies-service.js';

const { database, tokens, admin, running, close } = await academiesService();
afterAll(close);
let academyId: string;

beforeAll(async () => {
  academyId = (await admin.get('/v1/academies?first=1')).body.items[0].id;
});

type Described = { requestBody: { content: { 'application/json': { example: object } } } };

const MORNING = { weekday: 1, opens: '08:30', closes: '12:30' };
let rooms = 0;
const room = async (): Promise<string> =>
  (await admin.post(`/v1/academies/${academyId}/rooms`, { code: `R${++rooms}`, seats: 20 })).body.id;

const eventsOf = (id: string) =>
  database.db.readAs(actorOf('system'), (tx) =>
    tx.query<{ type: string; state: string; hours: object[] }>(sql`
      select type, change->'d'->>'state' as state, change->'d'->'openingHours' as hours
      from event_new cross join jsonb_array_elements(body->'changes') change where change->>'s' = ${id} order by id`),
  );

describe('the list of rooms', () => {
  it('shows those of one academy by code, a page at a time, at both doors', async () => {
    const { body: academy } = await admin.get('/v1/academies?first=2');
    const academyId = academy.items[1].id;
    for (const code of ['Z1', 'Z2', 'Z3']) await admin.post(`/v1/academies/${academyId}/rooms`, { code, seats: 5 });
    const { rooms: all } = (await admin.graphql(`{ academy(id: "${academyId}") { rooms { id code } } }`)).body.data
      .academy;
    const paged: { id: string; code: string }[] = [];
    for (let after = ''; ;) {
      const { body } = await admin.get(`/v1/rooms?academyId=${academyId}&first=2${after && `&after=${after}`}`);
      paged.push(...body.items);
      if (!(after = body.nextCursor ?? '')) break;
    }
    expect(paged.map(({ id }) => id)).toEqual(all.map(({ id }: { id: string }) => id));
    const query = `{ rooms(academyId: "${academyId}", first: 100) { edges { node { id } } } }`;
    expect((await admin.graphql(query)).body.data.rooms.edges).toHaveLength(all.length);
    const { id } = paged.at(-1)!;
    await admin.post(`/v1/rooms/${id}/close`);
    expect((await admin.get(`/v1/rooms?academyId=${academyId}&state=closed`)).body.items).toMatchObject([{ id }]);
    expect((await admin.get(`/v1/rooms/${id}`)).body).toMatchObject({ id, state: 'closed' });
    expect((await admin.graphql(`{ room(id: "${id}") { state } }`)).body.data.room).toEqual({ state: 'CLOSED' });
    expect((await admin.get(`/v1/rooms/${academyId}`)).status).toBe(404);
  });
});

describe('a room', () => {
  it('is opened with its hours, and on holidays where it says so', async () => {
    const open = async (about: object) =>
      (await admin.post(`/v1/academies/${academyId}/rooms`, { code: `R${++rooms}`, seats: 20, ...about })).body;
    expect(await open({})).toMatchObject({ openingHours: null, openOnHolidays: false });
    const { id, ...always } = await open({ openingHours: [MORNING], openOnHolidays: true });
    expect(always).toMatchObject({ openingHours: [MORNING], openOnHolidays: true });
    const { body } = await admin.patch(`/v1/rooms/${id}`, { seats: 21 });
    expect(body).toMatchObject({ openingHours: [MORNING], openOnHolidays: true });
    expect((await admin.patch(`/v1/rooms/${id}`, { openOnHolidays: false })).body.openOnHolidays).toBe(false);
    expect((await open({ openingHours: [{ ...MORNING, closes: '08:00' }] })).errors).toMatchObject([
      { path: 'openingHours.0.closes', code: 'ends_before_it_begins' },
    ]);
  });

  it('has a code that no other room of its academy has', async () => {
    const open = () => admin.post(`/v1/academies/${academyId}/rooms`, { code: 'TWICE', seats: 20 });
    expect((await open()).body.code).toBe('TWICE');
    expect(await open()).toMatchObject({ status: 409, body: { code: 'ROOM_CODE_IS_TAKEN' } });
  });

  it('has no hours of its own until they are said, and keeps what a change does not name', async () => {
    const id = await room();
    const closures = [{ from: '2027-01-05T00:00', until: '2027-01-06T12:00', reason: 'painting' }];
    expect((await admin.patch(`/v1/rooms/${id}`, { closures })).body).toMatchObject({ openingHours: null, closures });
    const { body } = await admin.patch(`/v1/rooms/${id}`, { openingHours: [MORNING] });
    expect(body).toMatchObject({ openingHours: [MORNING], closures, seats: 20, version: 3 });
    expect((await admin.patch(`/v1/rooms/${id}`, { openingHours: null })).body.openingHours).toBeNull();
  });

  it('says how many of its workstations are accessible, and not more than there are', async () => {
    const open = (about: object) =>
      admin.post(`/v1/academies/${academyId}/rooms`, { code: `R${++rooms}`, seats: 4, ...about });
    const { body } = await open({ accessibleSeats: 2 });
    expect([body.accessibleSeats, (await open({})).body.accessibleSeats]).toEqual([2, 0]);
    const wrong = { code: 'INVALID_INPUT', errors: [{ path: 'accessibleSeats', code: 'too_big' }] };
    expect((await open({ accessibleSeats: 5 })).body).toMatchObject(wrong);
    expect((await admin.patch(`/v1/rooms/${body.id}`, { seats: 1 })).body).toMatchObject(wrong);
    expect((await admin.patch(`/v1/rooms/${body.id}`, { accessibleSeats: 3 })).body).toMatchObject({
      accessibleSeats: 3,
    });
    const [, changed] = await database.db.readAs(actorOf('system'), (tx) =>
      tx.query(sql`select change->'d'->'accessibleSeats' as accessible
        from event_new cross join jsonb_array_elements(body->'changes') change where change->>'s' = ${body.id} order by id`),
    );
    expect(changed).toEqual({ accessible: 3 });
  });

  it('stays as it is, untold, where nothing is other than before', async () => {
    const id = await room();
    const closures = [{ from: '2027-01-05T00:00', until: '2027-01-06T12:00', reason: 'painting' }];
    await admin.patch(`/v1/rooms/${id}`, { openingHours: [MORNING], closures });
    for (const about of [{}, { seats: 20 }, { closures, openingHours: [MORNING] }])
      expect((await admin.patch(`/v1/rooms/${id}`, about)).body).toMatchObject({ closures, version: 2 });
    expect(await eventsOf(id)).toHaveLength(2);
  });

  it('tells its followers of hours, closures, closing and reopening', async () => {
    const id = await room();
    await admin.patch(`/v1/rooms/${id}`, { openingHours: [MORNING] });
    await admin.post(`/v1/rooms/${id}/close`);
    await admin.post(`/v1/rooms/${id}/reopen`);
    expect(await eventsOf(id)).toEqual([
      { type: 'RoomOpened', state: 'open', hours: null },
      { type: 'RoomChanged', state: 'open', hours: [MORNING] },
      { type: 'RoomClosed', state: 'closed', hours: [MORNING] },
      { type: 'RoomOpened', state: 'open', hours: [MORNING] },
    ]);
  });

  it('is closed and reopened once, however many ask, and tells who comes late the state that it found', async () => {
    const id = await room();
    const asked = async (step: string) => {
      const answers = await Promise.all([1, 2, 3].map(() => admin.post(`/v1/rooms/${id}/${step}`)));
      return answers
        .map(({ status, body }) => (status === 200 ? body.state : [body.code, body.from, body.to]))
        .toSorted();
    };
    expect(await asked('reopen')).toEqual(Array(3).fill(['ROOM_STATE_FORBIDS', 'open', 'open']));
    const late = ['ROOM_STATE_FORBIDS', 'closed', 'closed'];
    expect(await asked('close')).toEqual([late, late, 'closed']);
    expect((await admin.post(`/v1/rooms/${id}/reopen`)).body).toMatchObject({ state: 'open', version: 3 });
    expect(await eventsOf(id)).toHaveLength(3);
  });

  it('refuses spans that end before they begin, overlap, or name no day, by the path of each', async () => {
    const id = await room();
    const faults = async (body: object) => (await admin.patch(`/v1/rooms/${id}`, body)).body.errors;
    const reversed = { weekday: 2, opens: '12:00', closes: '08:00' };
    const late = { weekday: 1, opens: '12:00', closes: '14:00' };
    expect(await faults({ openingHours: [reversed] })).toMatchObject([
      { path: 'openingHours.0.closes', code: 'ends_before_it_begins' },
    ]);
    expect(await faults({ openingHours: [MORNING, late] })).toMatchObject([
      { path: 'openingHours.1', code: 'overlaps' },
    ]);
    const closure = (from: string, until: string) => ({ closures: [{ from, until, reason: 'works' }] });
    expect(await faults(closure('2027-01-06T00:00', '2027-01-05T00:00'))).toMatchObject([
      { path: 'closures.0.until', code: 'ends_before_it_begins' },
    ]);
    expect(await faults(closure('2027-02-30T00:00', '2027-03-05T00:00'))).toMatchObject([
      { path: 'closures.0.from', code: 'no_such_day' },
    ]);
    expect(await faults({ openingHours: [{ weekday: 8, opens: '08:00', closes: '25:00' }] })).toHaveLength(2);
  });

  it('is changed as the documentation shows', async () => {
    const { paths } = openApiOf({ get: (token: never) => running.get(token) } as never, 'rooms');
    const { requestBody } = paths['/v1/rooms/{id}']!.patch as unknown as Described;
    const { example } = requestBody.content['application/json'];
    const { status, body } = await admin.patch(`/v1/rooms/${await room()}`, example);
    expect([status, body]).toMatchObject([200, example]);
  });

  it('is changed by its own academy’s manager, and by nobody who read an older version', async () => {
    const id = await room();
    const stranger = admin.as(await tokens.of({ role: 'academy-manager', academies: [crypto.randomUUID()] }));
    expect((await stranger.patch(`/v1/rooms/${id}`, { seats: 3 })).status).toBe(404);
    const own = admin.as(await tokens.of({ role: 'academy-manager', academies: [academyId] }));
    expect((await own.patch(`/v1/rooms/${id}`, { seats: 3 })).body.seats).toBe(3);
    const stale = { headers: { 'if-match': '"1"' } };
    expect((await own.patch(`/v1/rooms/${id}`, { seats: 4 }, stale)).body.code).toBe('VERSION_MISMATCH');
  });
});
