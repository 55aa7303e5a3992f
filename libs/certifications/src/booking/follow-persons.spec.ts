import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { actorOf } from '@takwin/platform/testing';
import { parse } from '@takwin/platform/errors';
import { before } from '../testing/before.js';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';
import { BookSeat, BookSeatHandler } from './book-seat.js';
import { FillOfferedSeatsHandler } from './fill-offered-seats.js';

let house: ExamEnvironment;
beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());
afterEach(() => house.database.clock.set('2026-11-23T09:00:00Z'));

const leaves = (person: string, about: object = {}) =>
  house.given.personSays(person, house.academyId, { state: 'inactive', ...about });
const ask = async (personId: string, examCode: string, days: number): Promise<string> => {
  const wish = { personId, examCode, earliest: house.inDays(days - 0.4), latest: house.inDays(days + 0.4) };
  return (await house.admin.post('/v1/registrations', wish)).body.id;
};
const eventsTold = async (id: string) =>
  (
    await house.sql<{ type: string }>(sql`
      select type from event_new cross join jsonb_array_elements(body->'changes') c where c->>'s' = ${id} order by id`)
  ).map(({ type }) => type);

describe('whoever is no longer active', () => {
  it('gives up what is to come, under a reason of its own and at no cost, to who waits, and has nothing back by a return', async () => {
    const { id: sittingId } = await house.sitting({ seats: 1, days: 0.5, examCodes: ['MO-200'] });
    const person = await house.person('leaver');
    const lot = { family: 'mos', vouchers: 1, reference: 'leaver', purchasedOn: '2026-11-01', expiresOn: '2027-01-01' };
    const { body: bought } = await house.admin.post('/v1/voucher-lots', lot);
    const academyId = house.academyId;
    await house.admin.post(`/v1/voucher-lots/${bought.id}/allocate`, { academyId, vouchers: 1 });
    const voucher = (await house.admin.post('/v1/vouchers', { personId: person, family: 'mos' })).body;
    const booked = (await house.book(person, sittingId, { voucherId: voucher.id })).body;
    const next = await ask(await house.person('next in line'), 'MO-200', 0.5);
    const waitlisted = await ask(person, 'MO-201', 100);
    await house.work();
    const requested = await ask(person, 'MO-100', 100);

    await leaves(person);
    const given = await Promise.all([booked.id, waitlisted, requested].map(house.registration));
    const reason = 'PERSON_DEACTIVATED';
    expect(given).toMatchObject([
      { state: 'cancelled', reason, cancellation: 'free' },
      { state: 'cancelled', reason, cancellation: null },
      { state: 'cancelled', reason, cancellation: null },
    ]);
    expect(await eventsTold(booked.id)).toEqual(['SeatBooked', 'RegistrationCancelled']);
    const [paid] = await house.sql(sql`select state, registration_id from voucher where id = ${voucher.id}`);
    expect(paid).toEqual({ state: 'returned', registration_id: null });
    const offers = new FillOfferedSeatsHandler(house.database.db);
    await offers.run(await offers.waiting(10));
    expect(await house.registration(next)).toMatchObject({ state: 'booked', sittingId });

    await leaves(person);
    expect(await Promise.all(given.map(({ id }) => house.registration(id)))).toEqual(given);
    await house.given.personSays(person, house.academyId);
    expect(await Promise.all(given.map(({ id }) => house.registration(id)))).toEqual(given);
  });

  it('keeps the seat of an exam that has begun, and what is over', async () => {
    const { id } = await house.sitting({ days: 2 });
    const person = await house.person('leaver on the day');
    const { body } = await house.book(person, id);
    const cancelled = await ask(person, 'MO-100', 100);
    await house.admin.post(`/v1/registrations/${cancelled}/cancel`);
    house.database.clock.set(house.inDays(2));
    await leaves(person);
    expect(await house.registration(body.id)).toMatchObject({ state: 'booked', version: 1 });
    expect(await house.registration(cancelled)).toMatchObject({ state: 'cancelled', reason: null });
  });

  it('and came back keeps all, though a log that is read again tells of the absence', async () => {
    const { id } = await house.sitting({ days: 3 });
    const [back, gone] = [await house.person('back again'), await house.person('gone for good')];
    const [stays, goes] = [(await house.book(back, id)).body, (await house.book(gone, id)).body];
    await leaves(back, { version: 10_000, rebuilding: true });
    await leaves(gone, { version: 10_000, rebuilding: true });
    await house.given.personSays(back, house.academyId, { version: 10_001, rebuilding: true });
    expect((await house.registration(goes.id)).state).toBe('booked');
    await house.given.rebuilt();
    expect(await house.registration(stays.id)).toMatchObject({ state: 'booked', version: 1 });
    expect(await house.registration(goes.id)).toMatchObject({ state: 'cancelled', reason: 'PERSON_DEACTIVATED' });
  });

  it('gets no seat in the same moment', async () => {
    const { id: sittingId } = await house.sitting({ days: 4 });
    const personId = await house.person('leaver in between');
    let leaving: Promise<void> | undefined;
    const overtaken = before(house.database.db, /insert into registration/, async () => {
      leaving = leaves(personId);
      await Promise.race([leaving, pause(300)]);
    });
    const command = parse(BookSeat, { personId, sittingId, examCode: 'MO-200' });
    const { id } = await new BookSeatHandler(overtaken).run(actorOf('programme-admin'), command);
    await leaving;
    expect(await house.registration(id)).toMatchObject({ state: 'cancelled', reason: 'PERSON_DEACTIVATED' });
    expect((await house.admin.get(`/v1/sittings/${sittingId}`)).body.taken).toBe(0);
  });
});
