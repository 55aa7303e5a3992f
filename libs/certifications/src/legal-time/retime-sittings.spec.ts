import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';
import { warnOfDatabaseRules } from './check-legal-time.js';

let house: ExamEnvironment;

beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());

const WEEK = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '08:30', closes: '18:30' }));
let rooms = 0;
async function open(
  startsAt: string,
  openingHours: object | null = WEEK,
  proctor = `for ${startsAt} ${rooms}`,
  about: object = {},
) {
  const roomId = await house.given.room(house.academyId, `timed ${++rooms}`, 50);
  await house.given.roomSays(roomId, house.academyId, { openingHours, ...about });
  const proctorIds = [await house.given.proctor(proctor)];
  const body = { academyId: house.academyId, roomId, startsAt, minutes: 90, seats: 5, proctorIds };
  return (await house.admin.post('/v1/sittings', body)).body;
}
/** Puts a sitting back to what it was told by rules that did not know the decree: the same time on the wall, an hour before. */
const toldBefore = (id: string) =>
  house.sql(sql`
    with told as (update sitting set starts_at = starts_at - interval '1 hour', during = tstzrange(lower(during) - interval '1 hour',
      upper(during) - interval '1 hour'), guarded = null, zone_rules = '2025b' where id = ${id} returning id, during),
    proctors as (update sitting_proctor p set during = told.during from told where p.sitting_id = told.id)
    update registration r set during = told.during from told where r.sitting_id = told.id`);
const sitting = async (id: string) => (await house.admin.get(`/v1/sittings/${id}`)).body;

describe('the database’s zone rules', () => {
  it('are warned of where they are stale', async () => {
    const warned: object[] = [];
    const shown = await warnOfDatabaseRules(house.database.db, { warn: (about: object) => void warned.push(about) });
    expect(warned).toEqual(
      shown === undefined ? [] : [{ zone: 'Africa/Casablanca', shown, legal: '2026-12-01T12:00:00' }],
    );
  });
});

describe('a change of zone rules', () => {
  it('is found by the sittings that it moves, which keep their time on the wall', async () => {
    const moved = await open('2026-12-01T10:00:00Z');
    const registration = (await house.book(await house.person('moved'), moved.id)).body;
    await open('2026-12-02T10:00:00Z');
    await toldBefore(moved.id);
    const { body } = await house.admin.get('/v1/legal-time/moved-sittings');
    expect(body).toEqual({
      zoneRules: process.versions.tz,
      items: [
        {
          sittingId: moved.id,
          academyId: house.academyId,
          wallTime: '2026-12-01T10:00',
          zoneRules: '2025b',
          startsAt: '2026-12-01T09:00:00.000Z',
          legalStartsAt: '2026-12-01T10:00:00.000Z',
          booked: 1,
        },
      ],
    });
    expect((await house.admin.post('/v1/legal-time/retime')).body.outcomes).toEqual([
      { sittingId: moved.id, outcome: 'moved', code: null, codeText: null },
    ]);
    expect(await sitting(moved.id)).toMatchObject({
      startsAt: '2026-12-01T10:00:00.000Z',
      zoneRules: process.versions.tz,
    });
    expect(await house.registration(registration.id)).toMatchObject({
      startsAt: '2026-12-01T10:00:00.000Z',
      reason: 'ZONE_RULES_CHANGED',
    });
    const [event] = await house.sql(sql`
      select type from event_new cross join jsonb_array_elements(body->'changes') change
      where change->>'s' = ${registration.id} order by event_new.id desc limit 1`);
    expect(event).toEqual({ type: 'SeatRetimed' });
    expect((await house.admin.get('/v1/legal-time/moved-sittings')).body.items).toEqual([]);
  });

  it('moves sittings that follow each other in one room together, and tells what collides', async () => {
    const [first, second] = [
      await open('2026-12-03T10:00:00Z', null, 'sharing'),
      await open('2026-12-03T11:30:00Z', null, 'sharing'),
    ];
    await Promise.all([toldBefore(first.id), toldBefore(second.id)]);
    const { body } = await house.admin.post('/v1/legal-time/retime', { ids: [first.id, second.id] });
    expect(body.outcomes.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['moved', 'moved']);
    const colliding = await open('2026-12-04T10:00:00Z', null, 'elsewhere then');
    await toldBefore(colliding.id);
    await open('2026-12-04T10:30:00Z', null, 'elsewhere then');
    expect((await house.admin.post('/v1/legal-time/retime', { ids: [colliding.id] })).body.outcomes).toEqual([
      { sittingId: colliding.id, outcome: 'refused', code: 'PROCTOR_IS_TAKEN', codeText: 'PROCTOR_IS_TAKEN' },
    ]);
    expect(await sitting(colliding.id)).toMatchObject({ startsAt: '2026-12-04T09:00:00.000Z', zoneRules: '2025b' });
    const manager = house.admin.as(await house.tokens.of({ role: 'academy-manager', academies: [house.academyId] }));
    expect((await manager.post('/v1/legal-time/retime')).status).toBe(403);
  });
});

describe('a sitting around 2026-09-20', () => {
  it('is held to the hours on the wall of its own day, and stored with them', async () => {
    house.database.clock.set('2026-09-17T09:00:00Z');
    const shown = async (startsAt: string) => {
      const { code, wallTime } = await open(startsAt);
      return code ?? wallTime;
    };
    expect(await shown('2026-09-18T07:29:00Z')).toBe('ROOM_IS_CLOSED_THEN');
    expect(await shown('2026-09-18T07:30:00Z')).toBe('2026-09-18T08:30');
    expect(await shown('2026-09-21T07:30:00Z')).toBe('ROOM_IS_CLOSED_THEN');
    expect(await shown('2026-09-21T08:30:00Z')).toBe('2026-09-21T08:30');
    house.database.clock.set('2026-11-23T09:00:00Z');
  });
});

const seen = (version: number) => ({ headers: { 'if-match': `"${version}"` } });

describe('the calendar', () => {
  it('is an administrator’s to set: a new holiday moves who had a seat on it', async () => {
    const { id } = await open('2026-12-15T10:00:00Z');
    const unsaid = await open('2026-12-15T10:00:00Z', null);
    const always = await open('2026-12-15T10:00:00Z', null, undefined, { openOnHolidays: true });
    const booked = (await house.book(await house.person('festive'), id)).body;
    const holiday = { name: { fr: 'Jour décrété', ar: 'يوم عطلة' } };
    const { body } = await house.admin.put('/v1/legal-time/holidays/2026-12-15', holiday);
    expect(body.holidays).toMatchObject([{ day: '2026-12-15', closed: true, origin: 'test:programme-admin' }]);
    expect(await sitting(id)).toMatchObject({ state: 'cancelled', cancelledReason: 'ROOM_IS_CLOSED_THEN' });
    expect(await house.registration(booked.id)).toMatchObject({ state: 'requested' });
    expect((await sitting(unsaid.id)).state).toBe('cancelled');
    expect((await sitting(always.id)).state).toBe('open');
    expect((await open('2026-12-15T11:00:00Z')).code).toBe('ROOM_IS_CLOSED_THEN');
    const other = await house.admin.put('/v1/legal-time/holidays/2026-12-15', { ...holiday, closed: false }, seen(0));
    expect(other).toMatchObject({ status: 412, body: { code: 'VERSION_MISMATCH', current: 1 } });
    await house.admin.put('/v1/legal-time/holidays/2026-12-15', { ...holiday, closed: false }, seen(1));
    expect((await open('2026-12-15T11:00:00Z')).state).toBe('open');
  });

  it('takes Ramadan as it was announced, with its hours', async () => {
    const late = '2027-02-09T16:00:00Z';
    expect((await open(late)).code).toBe('ROOM_IS_CLOSED_THEN');
    const ramadan = { firstDay: '2027-02-10', lastDay: '2027-03-10', opens: '09:00', closes: '15:30' };
    const { body } = await house.admin.put('/v1/legal-time/ramadans/1448', ramadan, seen(1));
    expect(body.ramadans).toMatchObject([{ hijriYear: 1448, ...ramadan, version: 2 }]);
    expect((await open(late)).state).toBe('open');
    expect((await open('2027-02-10T14:00:00Z')).state).toBe('open');
    expect((await open('2027-02-10T14:01:00Z')).code).toBe('ROOM_IS_CLOSED_THEN');
  });

  it('refuses days that another year’s Ramadan has, at either door', async () => {
    const said = { firstDay: '2027-03-01', lastDay: '2027-03-30', opens: '09:00', closes: '15:00' };
    const refused = { code: 'RAMADANS_OVERLAP', hijriYear: 1448 };
    for (const about of [{}, { firstDay: '2027-02-08', lastDay: '2027-03-08' }])
      expect(await house.admin.put('/v1/legal-time/ramadans/1470', { ...said, ...about })).toMatchObject({
        status: 409,
        body: refused,
      });
    const mutation = 'mutation ($input: SetRamadanInput!) { setRamadan(input: $input) { ramadans { hijriYear } } }';
    const { body } = await house.admin.graphql(mutation, { input: { ...said, hijriYear: 1470 } });
    expect(body.errors[0].extensions).toMatchObject(refused);
    expect(await house.sql(sql`select from ramadan where hijri_year = 1470`)).toEqual([]);
  });

  it('refuses what ends before it begins', async () => {
    const fault = async (about: object) => {
      const body = { firstDay: '2027-02-08', lastDay: '2027-03-09', opens: '09:00', closes: '15:00', ...about };
      return (await house.admin.put('/v1/legal-time/ramadans/1448', body)).body.errors;
    };
    expect(await fault({ lastDay: '2027-02-01' })).toMatchObject([{ path: 'lastDay', code: 'ends_before_it_begins' }]);
    expect(await fault({ closes: '08:00' })).toMatchObject([{ path: 'closes', code: 'ends_before_it_begins' }]);
  });

  it('says nothing new of a day that is over: what was planned under it is history', async () => {
    const said = { name: { fr: 'Jour décrété', ar: 'يوم عطلة' } };
    const over = { status: 422, body: { code: 'INVALID_INPUT', errors: [{ path: 'day', code: 'in_the_past' }] } };
    const before = await house.sql(sql`select * from holiday order by day`);
    for (const closed of [true, false])
      expect(await house.admin.put('/v1/legal-time/holidays/2026-11-22', { ...said, closed })).toMatchObject(over);
    const mutation = 'mutation ($input: SetHolidayInput!) { setHoliday(input: $input) { holidays { day } } }';
    const { body } = await house.admin.graphql(mutation, { input: { ...said, day: '2026-11-18' } });
    expect(body.errors).toMatchObject([{ extensions: over.body }]);
    expect(await house.sql(sql`select * from holiday order by day`)).toEqual(before);
    expect((await house.admin.put('/v1/legal-time/holidays/2026-11-23', said)).status).toBe(200);
  });

  it('says nothing new of the days of a Ramadan that are over, and takes what is announced of those to come', async () => {
    const hours = { opens: '09:00', closes: '15:30' };
    const set = async (about: object, version: number, year = 1500) => {
      const path = `/v1/legal-time/ramadans/${year}`;
      const { status, body } = await house.admin.put(path, { ...hours, ...about }, seen(version));
      return status === 200 ? 200 : `${body.errors[0].path} ${body.errors[0].code}`;
    };
    const [first, last] = [{ firstDay: '2026-11-10' }, { lastDay: '2026-11-24' }];
    house.database.clock.set('2026-11-09T09:00:00Z');
    expect(await set({ ...first, ...last }, 0)).toBe(200);
    house.database.clock.set('2026-11-23T09:00:00Z');
    expect(await set({ firstDay: '2026-11-09', ...last }, 1)).toBe('firstDay in_the_past');
    expect(await set({ firstDay: '2026-11-24', lastDay: '2026-12-20' }, 1)).toBe('firstDay in_the_past');
    expect(await set({ ...first, lastDay: '2026-11-22' }, 1)).toBe('lastDay in_the_past');
    expect(await set({ firstDay: '2026-11-20', lastDay: '2026-12-20' }, 0, 1499)).toBe('firstDay in_the_past');
    expect(await set({ ...first, lastDay: '2026-11-23' }, 1)).toBe(200);
    house.database.clock.set('2026-11-24T09:00:00Z');
    expect(await set({ ...first, ...last }, 2)).toBe(200);
    house.database.clock.set('2026-11-26T09:00:00Z');
    expect(await set({ ...first, ...last, closes: '18:00' }, 3)).toBe('lastDay in_the_past');
    expect(await set({ ...first, lastDay: '2026-11-26' }, 3)).toBe('lastDay in_the_past');
    house.database.clock.set('2026-11-23T09:00:00Z');
  });
});
