import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { grant as grantInTransaction } from './accommodation.writer.js';
import { FillOfferedSeatsHandler } from '../booking/fill-offered-seats.js';
import { RunCampaignHandler } from '../campaigns/run-campaign.js';
import { lockInOrder } from '../lock-in-order.js';
import { campaignEnvironment, never, overtaken } from '../testing/campaign-environment.js';

let on: Awaited<ReturnType<typeof campaignEnvironment>>;

beforeAll(async () => void (on = await campaignEnvironment()));
afterAll(() => on?.close());

const FILE = { document: 'DR-04/2026/118' };
const grant = (person: string, about: object, api = on.admin) =>
  api.post(`/v1/persons/${person}/accommodations`, { ...FILE, ...about });
const ask = async (personId: string, days: number): Promise<string> => {
  const window = { earliest: on.inDays(days - 0.4), latest: on.inDays(days + 0.4) };
  const { body } = await on.admin.post('/v1/registrations', { personId, examCode: 'MO-200', ...window });
  await on.work();
  return body.id;
};

// MO-200 takes 50 minutes and 20 of administration.
describe('more time', () => {
  it('has a sitting refused that is too short with it, and offers those that are long enough', async () => {
    const person = await on.person('slow');
    const [short, long] = [await on.sitting({ days: 2 }), await on.sitting({ days: 3, minutes: 95 })];
    expect((await grant(person, { extraPercent: 25, examCode: 'MO-100' })).status).toBe(201);
    expect((await grant(person, { extraPercent: 50 })).body).toMatchObject({ extraPercent: 50, state: 'granted' });
    expect((await on.book(person, short.id)).body).toMatchObject({
      code: 'EXAM_DOES_NOT_FIT',
      needed: 95,
      minutes: 90,
      alternatives: [{ sittingId: long.id }],
    });
    expect((await on.book(person, long.id)).status).toBe(201);
  });

  it('is counted by the worker of requests, and where seats are offered to who waits', async () => {
    const person = await on.person('slow and patient');
    await grant(person, { extraMinutes: 30 });
    await on.sitting({ days: 6 });
    const id = await ask(person, 6);
    expect(await on.registration(id)).toMatchObject({ state: 'waitlisted', reason: 'EXAM_IS_TOO_LONG_THERE' });
    const long = await on.sitting({ days: 6.1, minutes: 100 });
    await on.work();
    expect(await on.registration(id)).toMatchObject({ state: 'booked', sittingId: long.id });
  });

  it('is planned with by campaigns', async () => {
    const { first, earliest, latest } = on.weeks();
    const academyId = await on.given.academy('campaign slow');
    const [short, long] = [
      (await on.sitting({ at: academyId, days: first })).id,
      (await on.sitting({ at: academyId, days: first + 1, minutes: 120 })).id,
    ];
    const [slow, usual] = await on.peopleOf('of a campaign', 2, academyId);
    await grant(slow!, { extraMinutes: 40 });
    const { id } = await on.played({ persons: [slow, usual], earliest, latest });
    expect(new Map((await on.seatsOf(id)).map((one) => [one.person_id, one.sitting_id]))).toEqual(
      new Map([
        [slow, long],
        [usual, short],
      ]),
    );
  });

  it('that is granted after a booking has a seat that is too short asked for anew', async () => {
    const person = await on.person('slow by now');
    const short = await on.sitting({ days: 40 });
    const { id } = (await on.book(person, short.id)).body;
    await grant(person, { extraMinutes: 20 });
    expect(await on.registration(id)).toMatchObject({ state: 'booked' });
    await grant(person, { extraMinutes: 21 });
    expect(await on.registration(id)).toMatchObject({ state: 'requested', reason: 'EXAM_DOES_NOT_FIT' });
  });

  it('that is being granted keeps a seat which is offered at this moment from being too short', async () => {
    const person = await on.person('slow any moment');
    const id = await ask(person, 60);
    const short = await on.sitting({ days: 60 });
    await on.db.asActor(actorOf('programme-admin'), async (tx) => {
      const granted = {
        personId: person,
        extraMinutes: 30,
        extraPercent: 0,
        reader: false,
        accessibleWorkstation: false,
        ...FILE,
      };
      await lockInOrder(tx, 'person', [person]);
      await grantInTransaction(tx, granted);
      await new FillOfferedSeatsHandler(on.db).run([short.id]);
    });
    expect((await on.admin.get(`/v1/sittings/${short.id}`)).body.taken).toBe(1);
    await on.work();
    expect(await on.registration(id)).toMatchObject({ state: 'waitlisted', reason: 'NO_SEAT_IN_PERIOD' });
    expect((await on.admin.get(`/v1/sittings/${short.id}`)).body.taken).toBe(0);
  });

  it('that is granted while a campaign is planned anew has nobody moved to what is too short by then', async () => {
    const { first, earliest, latest } = on.weeks();
    const academyId = await on.given.academy('campaign slow by then');
    const long = await on.sitting({ at: academyId, days: first, minutes: 120 });
    const [person] = await on.peopleOf('slow by then', 1, academyId);
    const { id } = await on.played({ persons: [person], earliest, latest });
    const short = await on.sitting({ at: academyId, days: first + 1 });
    // From now on the long one is for an exam that nobody of these is to sit.
    await on.sql(sql`update sitting set exam_codes = '{MO-300}' where id = ${long.id}`);
    await on.admin.post(`/v1/campaigns/${id}/replan`);
    const granting = overtaken(on.db, 2, async () => {
      expect((await grant(person!, { extraMinutes: 40 })).status).toBe(201);
    });
    await new RunCampaignHandler(granting).run(id, never);
    expect(await on.seatsOf(id)).toMatchObject([{ state: 'waitlisted', sitting_id: null }]);
    expect((await on.admin.get(`/v1/sittings/${short.id}`)).body.taken).toBe(0);
  });

  it('is no longer counted once it is revoked, which it is once', async () => {
    const person = await on.person('quicker');
    const { id } = (await grant(person, { extraMinutes: 60 })).body;
    const short = await on.sitting({ days: 42 });
    expect((await on.book(person, short.id)).body.code).toBe('EXAM_DOES_NOT_FIT');
    const { body } = await on.admin.post(`/v1/accommodations/${id}/revoke`);
    expect(body).toMatchObject({ id, state: 'revoked', revokedAt: expect.any(String) });
    const again = { status: 409, code: 'ACCOMMODATION_STATE_FORBIDS', from: 'revoked', to: 'revoked' };
    expect((await on.admin.post(`/v1/accommodations/${id}/revoke`)).body).toMatchObject(again);
    expect((await on.book(person, short.id)).status).toBe(201);
  });
});

describe('an accessible workstation', () => {
  const NEEDED = { accessibleWorkstation: true };
  const inNeed = async (...names: string[]): Promise<string[]> => {
    const persons = await Promise.all(names.map((name) => on.person(`${name} needs one`)));
    for (const person of persons) expect((await grant(person, NEEDED)).status).toBe(201);
    return persons;
  };
  const says = (roomId: string, accessibleSeats: number, at = on.academyId) =>
    on.given.roomSays(roomId, at, { accessibleSeats });
  const sitting = async (days: number, accessible: number, at = on.academyId) => {
    const made = await on.sitting({ days, at, seats: 3 });
    await says(made.roomId, accessible, at);
    return made;
  };
  const taken = async (id: string): Promise<number> => (await on.admin.get(`/v1/sittings/${id}`)).body.taken;

  it('is had by as many as the room has, however many ask at once; others are offered another sitting', async () => {
    const [none, one] = [await sitting(70, 0), await sitting(71, 1)];
    const [first, second, third] = await inNeed('first', 'second', 'third');
    expect((await on.book(first!, none.id)).body).toMatchObject({
      status: 409,
      code: 'NO_ACCESSIBLE_WORKSTATION',
      alternatives: [{ sittingId: one.id }],
    });
    const answers = await Promise.all([on.book(first!, one.id), on.book(second!, one.id)]);
    expect(answers.map(({ status, body }) => body.code ?? status).sort()).toEqual([201, 'NO_ACCESSIBLE_WORKSTATION']);
    expect((await on.book(await on.person('in no need'), one.id)).status).toBe(201);
    const [waiting] = await on.sql<{ id: string }>(sql`
      insert into registration(person_id, exam_code, academy_id, region, state, earliest, latest, requested_at, created_by)
      select unnest(${[third]}::uuid[]), 'MO-201', ${on.academyId}, 'MA-04', 'requested', now(), now(), now(), 'x' returning id`);
    await expect(
      on.sql(sql`update registration set state = 'booked', sitting_id = ${one.id}, during = (
        select during from sitting where id = ${one.id}) where id = ${waiting!.id}`),
    ).rejects.toThrow(/sitting_accessible/);
  });

  it('is chosen by the worker of requests, and offered to who waits once there is one more', async () => {
    const near = await sitting(80, 1);
    const persons = await inNeed('asks', 'asks too');
    const ids = [await ask(persons[0]!, 80), await ask(persons[1]!, 80)];
    expect(await on.registration(ids[0]!)).toMatchObject({ state: 'booked', sittingId: near.id });
    expect(await on.registration(ids[1]!)).toMatchObject({ state: 'waitlisted', reason: 'NO_SEAT_WITH_ACCOMMODATION' });
    await says(near.roomId, 2);
    await new FillOfferedSeatsHandler(on.db).run([near.id]);
    expect(await on.registration(ids[1]!)).toMatchObject({ state: 'booked', sittingId: near.id });
  });

  it('that is granted, or that a room has no longer, has the seat asked for anew', async () => {
    const { id, roomId } = await sitting(90, 1);
    const [first, second] = [await on.person('booked before'), await on.person('booked after')];
    const seats = [(await on.book(first, id)).body.id, (await on.book(second, id)).body.id];
    await Promise.all([grant(first, NEEDED), grant(second, NEEDED)]);
    const states = async () => (await Promise.all(seats.map((one) => on.registration(one)))).map(({ state }) => state);
    expect((await states()).sort()).toEqual(['booked', 'requested']);
    await says(roomId, 0);
    expect(await states()).toEqual(['requested', 'requested']);
    expect(await on.registration(seats[0]!)).toMatchObject({ reason: 'NO_ACCESSIBLE_WORKSTATION' });
    expect(await taken(id)).toBe(0);
  });

  it('is planned with by campaigns: nobody else takes it, and who finds none waits', async () => {
    const { first, earliest, latest } = on.weeks();
    const academyId = await on.given.academy('campaign accessible');
    const places = [await sitting(first, 1, academyId), await sitting(first + 1, 1, academyId)].map(({ id }) => id);
    await sitting(first + 2, 0, academyId);
    const persons = await on.peopleOf('of the accessible', 9, academyId);
    for (const person of persons.slice(6)) await grant(person, NEEDED);
    const { id, booked, waitlisted } = await on.played({ persons, earliest, latest });
    expect([booked, waitlisted]).toEqual([8, 1]);
    const seats = (await on.seatsOf(id)).filter(({ person_id }) => persons.indexOf(person_id) >= 6);
    expect(seats.map(({ sitting_id }) => sitting_id).sort()).toEqual([...places, null].sort());
    expect(await on.faults()).toEqual({ seats: [], twice: [] });
  });
});

describe('an accommodation', () => {
  it('is granted by a document that somebody else finds', async () => {
    const person = await on.person('without a document');
    for (const document of ['.', '1', 'a letter', 'https://localhost/1'])
      expect((await grant(person, { document, extraMinutes: 10 })).body).toMatchObject({
        code: 'INVALID_INPUT',
        errors: [{ path: 'document', code: 'invalid_document' }],
      });
    expect((await grant(person, { document: 'https://archives.example.ma/118', extraMinutes: 10 })).status).toBe(201);
  });

  it('is granted by the programme and the own region, for something, to somebody', async () => {
    const person = await on.person('granted');
    const as = async (claims: Parameters<typeof on.apiAs>[0]) =>
      (await grant(person, { reader: true }, await on.apiAs(claims))).status;
    expect(await as({ role: 'regional-director', regions: ['MA-04'] })).toBe(201);
    expect(await as({ role: 'regional-director', regions: ['MA-08'] })).toBe(422);
    expect(await as({ role: 'academy-manager', academies: [on.academyId] })).toBe(403);
    expect((await grant(person, {})).body).toMatchObject({ code: 'INVALID_INPUT' });
    expect((await grant(crypto.randomUUID(), { reader: true })).body.code).toBe('PERSON_UNKNOWN');
    expect((await grant(person, { reader: true, examCode: 'XX-999' })).body.code).toBe('EXAM_UNKNOWN');
  });

  it('is granted once while it is in force, also at once, and to nobody who has left', async () => {
    const person = await on.person('granted twice');
    const both = await Promise.all([1, 2].map(() => grant(person, { extraMinutes: 15 })));
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    const { id } = both.find(({ status }) => status === 201)!.body;
    const again = await grant(person, { extraMinutes: 15, document: 'DR-04/2026/999' });
    expect(again.body).toMatchObject({ code: 'ACCOMMODATION_IS_GRANTED', accommodationId: id });
    expect((await grant(person, { extraMinutes: 20 })).status).toBe(201);
    expect((await grant(person, { extraMinutes: 15, examCode: 'MO-200' })).status).toBe(201);
    await on.admin.post(`/v1/accommodations/${id}/revoke`);
    expect((await grant(person, { extraMinutes: 15 })).status).toBe(201);
    await on.sql(sql`update person_copy set active = false where subject = ${person}`);
    expect((await grant(person, { extraMinutes: 25 })).body.code).toBe('PERSON_NOT_ACTIVE');
  });

  it('is known to who runs the exam and to the person, and to nobody else', async () => {
    const person = await on.person('private');
    const { id } = await on.sitting({ days: 50, seats: 1 });
    await on.book(person, id);
    await grant(person, { extraMinutes: 10, reader: true });
    const list = async (claims: Parameters<typeof on.apiAs>[0]) => {
      const { status, body } = await (await on.apiAs(claims)).get(`/v1/persons/${person}/accommodations`);
      return status === 200 ? body.items.length : status;
    };
    expect(await list({ role: 'academy-manager', academies: [on.academyId] })).toBe(1);
    expect(await list({ role: 'candidate', personId: person })).toBe(1);
    expect(await list({ role: 'candidate', personId: crypto.randomUUID() })).toBe(404);
    expect(await list({ role: 'academy-manager', academies: [crypto.randomUUID()] })).toBe(404);
    for (const role of ['trainer', 'integrator', 'auditor'] as const) expect(await list({ role })).toBe(403);
    const roll = async (claims: Parameters<typeof on.apiAs>[0]) =>
      (await (await on.apiAs(claims)).get(`/v1/sittings/${id}/roll-call`)).body.candidates[0];
    expect(await roll({ role: 'trainer', academies: [on.academyId] })).toMatchObject({
      extraMinutes: 10,
      reader: true,
    });
    expect(await roll({ role: 'auditor' })).toMatchObject({ extraMinutes: null, reader: null });
  });
});
