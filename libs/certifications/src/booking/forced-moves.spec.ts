import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';
import { FillOfferedSeatsHandler } from './fill-offered-seats.js';
import { ScheduleRegistrationsHandler } from './schedule-registrations.js';

let house: ExamEnvironment;

beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());

const cancel = (id: string) => house.admin.post(`/v1/registrations/${id}/cancel`);
const decline = (id: string) => house.admin.post(`/v1/registrations/${id}/decline-move`);
const closeRoom = (roomId: string) => house.given.roomSays(roomId, house.academyId, { state: 'closed' });

/** What the sweepers bring. */
async function seatAll(): Promise<void> {
  const offers = new FillOfferedSeatsHandler(house.database.db);
  await offers.run(await offers.waiting(100));
  const scheduling = new ScheduleRegistrationsHandler(house.database.db);
  await scheduling.run(await scheduling.waiting(new Date('2030-01-01'), 100));
}

async function lastEvent(id: string) {
  const [event] = await house.sql(sql`
    select type, change->'d'->>'state' as state, change->'d'->>'reason' as reason,
      change->'d'->>'moveReason' as "moveReason" from event_new
    cross join jsonb_array_elements(body->'changes') change where change->>'s' = ${id} order by event_new.id desc limit 1`);
  return event;
}

describe('a candidate whose room is closed', () => {
  it('is seated the same day in the same place, and told why, rather than in a sitting that starts in minutes', async () => {
    const [soon, lost, sameDay] = [
      await house.sitting({ days: 0.011 }),
      await house.sitting({ days: 25 }),
      await house.sitting({ days: 25.1 }),
    ];
    await house.sitting({ days: 23 });
    const { id } = (await house.book(await house.person('evacuated'), lost.id)).body;
    await closeRoom(lost.roomId);
    expect(await house.registration(id)).toMatchObject({ state: 'requested', reason: 'ROOM_WAS_CLOSED' });
    await seatAll();
    expect(await house.registration(id)).toMatchObject({
      state: 'booked',
      sittingId: sameDay.id,
      reason: 'ROOM_WAS_CLOSED',
    });
    const moved = { state: 'booked', reason: 'ROOM_WAS_CLOSED', moveReason: 'ROOM_WAS_CLOSED' };
    expect(await lastEvent(id)).toEqual({ type: 'SeatBooked', ...moved });
    expect((await house.admin.get(`/v1/sittings/${soon.id}`)).body.taken).toBe(0);
  });

  it('is never seated closer than the notice, neither at once nor from the waiting list', async () => {
    await house.admin.patch('/v1/exam-rules', { moveNoticeDays: 10 });
    const lost = await house.sitting({ days: 60 });
    const { id } = (await house.book(await house.person('noticed'), lost.id)).body;
    house.database.clock.set(house.inDays(55));
    const soon = await house.sitting({ days: 9 });
    await closeRoom(lost.roomId);
    await seatAll();
    const waiting = { state: 'waitlisted', reason: 'NO_SEAT_AFTER_NOTICE', moveReason: 'ROOM_WAS_CLOSED' };
    expect(await house.registration(id)).toMatchObject(waiting);
    expect(await lastEvent(id)).toEqual({ type: 'RegistrationWaitlisted', ...waiting });
    await house.sitting({ days: 9.5 });
    await seatAll();
    expect(await house.registration(id)).toMatchObject({ state: 'waitlisted' });
    const late = await house.sitting({ days: 10.5 });
    await seatAll();
    expect(await house.registration(id)).toMatchObject({
      state: 'booked',
      sittingId: late.id,
      reason: 'ROOM_WAS_CLOSED',
    });
    expect((await house.admin.get(`/v1/sittings/${soon.id}`)).body.taken).toBe(0);
    house.database.clock.set('2026-11-23T09:00:00Z');
    await house.admin.patch('/v1/exam-rules', { moveNoticeDays: 7 });
  });

  it('is seated where there is the time that was granted, and at no hour at which they watch others', async () => {
    const person = await house.trainer('slow, and a proctor');
    await house.admin.post(`/v1/persons/${person}/accommodations`, { document: 'DR-04/2026/7', extraMinutes: 30 });
    const [lost, fitting] = [
      await house.sitting({ days: 200, minutes: 100 }),
      await house.sitting({ days: 202, minutes: 100 }),
    ];
    await house.sitting({ days: 200.1, minutes: 99 });
    await house.sitting({ days: 201, minutes: 100 });
    await house.sitting({ days: 201, proctorIds: [person] });
    const { id } = (await house.book(person, lost.id)).body;
    await closeRoom(lost.roomId);
    await seatAll();
    expect(await house.registration(id)).toMatchObject({ state: 'booked', sittingId: fitting.id });
  });

  it('is judged by the age on the day of the seat that is looked for, and waits for a birthday that comes in time', async () => {
    const lost = await house.sitting({ days: 120 });
    const tooYoung = await house.sitting({ days: 117 });
    const birthday = house.inDays(119).slice(0, 10);
    const person = await house.person('of age by then', {
      birthDate: `${Number(birthday.slice(0, 4)) - 18}${birthday.slice(4)}`,
    });
    const { id } = (await house.book(person, lost.id)).body;
    await house.admin.post(`/v1/sittings/${lost.id}/cancel`, { reason: 'POWER_CUT' });
    await seatAll();
    expect(await house.registration(id)).toMatchObject({ state: 'waitlisted', reason: 'NO_SEAT_BEFORE_RETAKE' });
    const later = await house.sitting({ days: 119.5 });
    await seatAll();
    expect(await house.registration(id)).toMatchObject({ state: 'booked', sittingId: later.id });
    expect((await house.admin.get(`/v1/sittings/${tooYoung.id}`)).body.taken).toBe(0);
  });

  it('is looked for a seat from now on, not in a window that begins in the past', async () => {
    const lost = await house.sitting({ days: 3 });
    const { id } = (await house.book(await house.person('soon to sit'), lost.id)).body;
    const now = house.inDays(0);
    await closeRoom(lost.roomId);
    expect(await house.registration(id)).toMatchObject({ state: 'requested', earliest: now });
  });

  it('keeps the window that was named', async () => {
    const lost = await house.sitting({ days: 90 });
    const outside = await house.sitting({ days: 93 });
    const [earliest, latest] = [house.inDays(88), house.inDays(92)];
    const wish = { personId: await house.person('windowed'), examCode: 'MO-200', earliest, latest };
    const { id } = (await house.admin.post('/v1/registrations', wish)).body;
    await house.work();
    await closeRoom(lost.roomId);
    await seatAll();
    expect(await house.registration(id)).toMatchObject({ state: 'waitlisted', earliest, latest });
    expect((await house.admin.get(`/v1/sittings/${outside.id}`)).body.taken).toBe(0);
  });
});

describe('who was moved', () => {
  async function moved(name: string, days: number) {
    const [lost, other] = [await house.sitting({ days }), await house.sitting({ days: days + 1 })];
    await house.admin.patch('/v1/exam-rules', { moveNoticeDays: 0 });
    const { id, personId } = (await house.book(await house.person(name), lost.id)).body;
    await house.admin.post(`/v1/sittings/${lost.id}/cancel`, { reason: 'grève du personnel' });
    await house.work();
    await house.admin.patch('/v1/exam-rules', { moveNoticeDays: 7 });
    expect(await house.registration(id)).toMatchObject({ sittingId: other.id, reason: 'SITTING_WAS_CANCELLED' });
    return { id, personId, at: other.startsAt };
  }
  const anHourBefore = (at: string) => house.database.clock.set(new Date(Date.parse(at) - 3_600_000).toISOString());

  it('cancels at no cost an hour before, and has the voucher again', async () => {
    const lot = await house.admin.post('/v1/voucher-lots', {
      family: 'mos',
      vouchers: 1,
      reference: 'V-1',
      purchasedOn: '2026-11-01',
      expiresOn: '2027-12-31',
    });
    await house.admin.post(`/v1/voucher-lots/${lot.body.id}/allocate`, { academyId: house.academyId, vouchers: 1 });
    const { id, personId, at } = await moved('moved and gone', 130);
    anHourBefore(at);
    expect((await cancel(id)).body).toMatchObject({ state: 'cancelled', cancellation: 'free' });
    const { items } = (await house.admin.get(`/v1/vouchers?personId=${personId}`)).body;
    expect(items).toMatchObject([{ state: 'assigned', registrationId: null }]);
    house.database.clock.set('2026-11-23T09:00:00Z');
  });

  it('and cancels says nothing of the move: its reason is not that of the cancellation, nor is why somebody waits', async () => {
    const { id } = await moved('moved, then cancels', 135);
    expect((await cancel(id)).body).toMatchObject({ state: 'cancelled', reason: null });
    const [event] = await house.sql<{ type: string; reason: string | null }>(sql`
      select type, change->'d'->>'reason' as reason from event_new
      cross join jsonb_array_elements(body->'changes') change where change->>'s' = ${id} order by event_new.id desc limit 1`);
    expect(event).toEqual({ type: 'RegistrationCancelled', reason: null });
    const wish = { examCode: 'MO-201', earliest: house.inDays(300), latest: house.inDays(301) };
    const personId = await house.person('waits, then cancels');
    const waiting = (await house.admin.post('/v1/registrations', { personId, ...wish })).body;
    await house.work();
    expect(await house.registration(waiting.id)).toMatchObject({ state: 'waitlisted', reason: 'NO_SEAT_IN_PERIOD' });
    expect((await cancel(waiting.id)).body).toMatchObject({ state: 'cancelled', reason: null });
  });

  it('may decline the move, which nobody may who has the agreed seat', async () => {
    const { id, at } = await moved('declining', 140);
    anHourBefore(at);
    expect((await decline(id)).body).toMatchObject({
      state: 'cancelled',
      cancellation: 'free',
      reason: 'MOVE_DECLINED',
    });
    const over = { status: 409, code: 'REGISTRATION_STATE_FORBIDS', from: 'cancelled' };
    expect((await decline(id)).body).toMatchObject(over);
    expect((await cancel(id)).body).toMatchObject(over);
    house.database.clock.set('2026-11-23T09:00:00Z');
    const own = (await house.book(await house.person('content'), (await house.sitting({ days: 150 })).id)).body;
    const refused = { status: 409, code: 'REGISTRATION_NOT_MOVED', state: 'booked' };
    expect((await decline(own.id)).body).toMatchObject(refused);
    expect(await house.registration(own.id)).toMatchObject({ state: 'booked', reason: null, moveReason: null });
    await cancel(own.id);
    expect((await decline(own.id)).body).toMatchObject({
      status: 409,
      code: 'REGISTRATION_STATE_FORBIDS',
      from: 'cancelled',
    });
  });
});

describe('a voucher of who is moved', () => {
  /** A candidate who paid with a voucher that lasts until 2028-06-30, some days before that seat falls. */
  async function paid(name: string, untilThen: number) {
    const about = { family: 'mos', vouchers: 1, reference: name, purchasedOn: '2026-11-01', expiresOn: '2028-06-30' };
    const { body: lot } = await house.admin.post('/v1/voucher-lots', about);
    await house.admin.post(`/v1/voucher-lots/${lot.id}/allocate`, { academyId: house.academyId, vouchers: 1 });
    house.database.clock.set('2028-06-01T09:00:00Z');
    const lost = await house.sitting({ days: untilThen });
    const { id, personId } = (await house.book(await house.person(name), lost.id)).body;
    return {
      id,
      voucher: async () => (await house.admin.get(`/v1/vouchers?personId=${personId}`)).body.items[0],
      fall: async () => {
        await house.admin.post(`/v1/sittings/${lost.id}/cancel`, { reason: 'a strike' });
        await house.work();
      },
    };
  }
  afterEach(() => house.database.clock.set('2026-11-23T09:00:00Z'));

  it('goes on paying where a seat is to be had before it expires, though another is nearer', async () => {
    const { id, voucher, fall } = await paid('paid until the end of June', 28);
    const [nearer, before] = [await house.sitting({ days: 30 }), await house.sitting({ days: 20, seats: 1 })];
    await fall();
    expect(await house.registration(id)).toMatchObject({ sittingId: before.id, reason: 'SITTING_WAS_CANCELLED' });
    expect(await voucher()).toMatchObject({ state: 'assigned', registrationId: id });
    await house.admin.post(`/v1/sittings/${nearer.id}/cancel`, { reason: 'not needed' });
  });

  it('that expires before the only seat is said to, in the registration and its event', async () => {
    const { id, voucher, fall } = await paid('paid no longer', 27);
    const after = await house.sitting({ days: 31 });
    await fall();
    const told = { state: 'booked', reason: 'VOUCHER_EXPIRES_BEFORE', moveReason: 'SITTING_WAS_CANCELLED' };
    expect(await house.registration(id)).toMatchObject({ ...told, sittingId: after.id });
    expect(await lastEvent(id)).toEqual({ type: 'SeatBooked', ...told });
    expect(await voucher()).toMatchObject({ state: 'assigned', registrationId: null });
  });
});
