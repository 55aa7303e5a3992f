import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';
import { FillOfferedSeatsHandler } from '../booking/fill-offered-seats.js';
import { ScheduleRegistrationsHandler } from '../booking/schedule-registrations.js';

let house: ExamEnvironment;

beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());

/** 2026-12-07 is a Monday, 2026-12-08 a Tuesday. */
const WEEK = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '08:30', closes: '18:30' }));
const events = async (id: string): Promise<string[]> => {
  const rows = await house.sql<{ type: string }>(sql`
    select type from event_new cross join jsonb_array_elements(body->'changes') change where change->>'s' = ${id} order by event_new.id`);
  return rows.map(({ type }) => type);
};

let rooms = 0;
async function roomWith(about: object, at = house.academyId): Promise<string> {
  const roomId = await house.given.room(at, `hours ${++rooms}`, 50);
  await house.given.roomSays(roomId, at, about);
  return roomId;
}
const open = async (roomId: string, startsAt: string, about: object = {}) =>
  house.admin.post('/v1/sittings', {
    academyId: house.academyId,
    roomId,
    startsAt,
    minutes: 90,
    seats: 5,
    proctorIds: [await house.given.proctor(`for ${roomId} ${startsAt}`)],
    ...about,
  });

describe('a room’s opening hours', () => {
  it('hold sittings, to the minute, on the clocks of Morocco', async () => {
    const roomId = await roomWith({ openingHours: WEEK });
    const code = async (startsAt: string) => (await open(roomId, startsAt)).body.code;
    expect(await code('2026-12-07T08:29:00Z')).toBe('ROOM_IS_CLOSED_THEN');
    expect(await code('2026-12-07T17:01:00Z')).toBe('ROOM_IS_CLOSED_THEN');
    expect(await code('2026-12-12T10:00:00Z')).toBe('ROOM_IS_CLOSED_THEN');
    expect(await code('2026-12-07T08:30:00Z')).toBeUndefined();
    expect(await code('2026-12-07T17:00:00Z')).toBeUndefined();
  });

  it('are those of the programme where none were said, which are its own to set and move nobody', async () => {
    const roomId = await roomWith({ openingHours: null });
    const code = async (startsAt: string) => (await open(roomId, startsAt)).body.code;
    expect(await code('2026-12-12T07:59:00Z')).toBe('ROOM_IS_CLOSED_THEN');
    expect(await code('2026-12-12T08:00:00Z')).toBeUndefined();
    expect(await code('2026-12-12T18:31:00Z')).toBe('ROOM_IS_CLOSED_THEN');
    expect(await code('2026-12-13T10:00:00Z')).toBe('ROOM_IS_CLOSED_THEN');
    expect(await code('2027-01-11T10:00:00Z')).toBe('ROOM_IS_CLOSED_THEN');
    const known = (await house.admin.get('/v1/exam-rules')).body.defaultOpeningHours;
    expect(known).toHaveLength(6);
    const kept = (await open(roomId, '2026-12-07T08:00:00Z')).body;
    const late = [{ weekday: 1, opens: '12:00', closes: '24:00' }];
    expect((await house.admin.patch('/v1/exam-rules', { defaultOpeningHours: late })).status).toBe(200);
    expect(await code('2026-12-07T10:00:00Z')).toBe('ROOM_IS_CLOSED_THEN');
    expect(await code('2026-12-07T22:30:00Z')).toBeUndefined();
    await house.given.roomSays(roomId, house.academyId, { openingHours: null, seats: 49 });
    expect((await house.admin.get(`/v1/sittings/${kept.id}`)).body.state).toBe('open');
    const reversed = [{ weekday: 1, opens: '12:00', closes: '08:00' }];
    expect((await house.admin.patch('/v1/exam-rules', { defaultOpeningHours: reversed })).body.errors).toMatchObject([
      { path: 'defaultOpeningHours.0.closes', code: 'ends_before_it_begins' },
    ]);
    const twice = { defaultOpeningHours: [...late, { weekday: 1, opens: '23:00', closes: '23:30' }] };
    expect((await house.admin.patch('/v1/exam-rules', twice)).body.errors).toMatchObject([
      { path: 'defaultOpeningHours.1', code: 'overlaps' },
    ]);
    await house.admin.patch('/v1/exam-rules', { defaultOpeningHours: known });
  });

  it('know holidays, Ramadan and closures', async () => {
    const closures = [{ from: '2026-12-08T00:00', until: '2026-12-08T12:00', reason: 'works' }];
    const roomId = await roomWith({ openingHours: WEEK, closures });
    const code = async (startsAt: string) => (await open(roomId, startsAt)).body.code;
    const why = async (startsAt: string) => (await open(roomId, startsAt)).body.why;
    expect(await why('2027-01-11T10:00:00Z')).toBe('holiday');
    expect(await why('2027-02-10T14:00:00Z')).toBe('outside-hours');
    expect(await code('2027-02-10T13:30:00Z')).toBeUndefined();
    expect(await code('2026-12-08T11:00:00Z')).toBe('ROOM_IS_CLOSED_THEN');
    expect(await why('2026-12-08T11:00:00Z')).toBe('closure');
    expect(await code('2026-12-08T12:00:00Z')).toBeUndefined();
  });

  it('offer the nearest times at which the room is open, and other rooms', async () => {
    const roomId = await roomWith({ openingHours: WEEK });
    const { body } = await open(roomId, '2026-12-12T10:00:00Z');
    expect(body.alternatives).toHaveLength(5);
    const inThisRoom = body.alternatives.filter((one: { roomId: string }) => one.roomId === roomId);
    for (const { startsAt } of inThisRoom) expect(new Date(startsAt).getUTCDay() % 6).not.toBe(0);
    const [{ roomId: other, startsAt }] = body.alternatives;
    expect((await open(other, startsAt)).status).toBe(201);
  });

  it('are kept by the database itself, whoever writes', async () => {
    const roomId = await roomWith({ openingHours: WEEK });
    const { id } = (await open(roomId, '2026-12-09T10:00:00Z')).body;
    const moved = house.sql(sql`
      update sitting set guarded = tstzrange('2026-12-09T22:00Z', '2026-12-09T23:30Z') where id = ${id}`);
    await expect(moved).rejects.toThrow(/sitting_within_hours/);
    await expect(house.sql(sql`delete from room_open where room_id = ${roomId}`)).rejects.toThrow(
      /sitting_within_hours/,
    );
  });

  it('and a closure that arrives while a sitting is opened never leave one inside the closure', async () => {
    const roomIds = await Promise.all(Array.from({ length: 12 }, () => roomWith({ openingHours: WEEK })));
    const closures = [{ from: '2026-12-10T00:00', until: '2026-12-11T00:00', reason: 'works' }];
    await Promise.all(
      roomIds.flatMap((roomId) => [
        open(roomId, '2026-12-10T10:00:00Z'),
        house.given.roomSays(roomId, house.academyId, { openingHours: WEEK, closures }),
      ]),
    );
    const [left] = await house.sql<{ count: number }>(sql`
      select count(*)::int as count from sitting where room_id = any(${roomIds}::uuid[]) and state = 'open'`);
    expect(left).toEqual({ count: 0 });
  });
});

/** What the sweepers bring: seats that are held for who waits, then those who are asked for anew. */
async function seatAll(): Promise<void> {
  const [offers, scheduling] = [
    new FillOfferedSeatsHandler(house.database.db),
    new ScheduleRegistrationsHandler(house.database.db),
  ];
  await offers.run(await offers.waiting(100));
  await scheduling.run(await scheduling.waiting(new Date('2030-01-01'), 100));
}

describe('how long a sitting is', () => {
  it('is enough for one of the exams that may be sat there', async () => {
    const roomId = await roomWith({});
    const short = (minutes: number, examCodes: string[] = []) =>
      open(roomId, '2026-12-11T10:00:00Z', { minutes, examCodes });
    expect((await short(69, ['MO-200', 'AZ-400'])).body).toMatchObject({
      status: 409,
      code: 'SITTING_IS_TOO_SHORT',
      needed: 70,
      minutes: 69,
    });
    expect((await short(64)).body).toMatchObject({ code: 'SITTING_IS_TOO_SHORT', needed: 65 });
    expect((await short(70, ['MO-200', 'AZ-400'])).status).toBe(201);
  });
});

describe('the list of sittings', () => {
  it('leaves out those without a free seat, by yes in the graph and by its text in a URL', async () => {
    const [full, free] = [await house.sitting({ seats: 1, days: 3 }), await house.sitting({ seats: 1, days: 4 })];
    expect((await house.book(await house.person('who takes it'), full.id)).status).toBe(201);
    const listed = async (query: string): Promise<string[]> =>
      (await house.admin.get(`/v1/sittings?academyId=${house.academyId}&first=100${query}`)).body.items.map(
        ({ id }: { id: string }) => id,
      );
    const [all, some] = [await listed('&free=false'), await listed('&free=true')];
    expect([all.includes(full.id), all.includes(free.id)]).toEqual([true, true]);
    expect([some.includes(full.id), some.includes(free.id)]).toEqual([false, true]);
    const asked = `{ sittings(academyId: "${house.academyId}", first: 100, free: true) { edges { node { id } } } }`;
    const { edges } = (await house.admin.graphql(asked)).body.data.sittings;
    expect(edges.map(({ node }: { node: { id: string } }) => node.id)).toEqual(some);
  });
});

describe('a room that nobody knows', () => {
  it('has no sitting', async () => {
    const unknown = await open(crypto.randomUUID(), '2026-12-14T10:00:00Z');
    expect(unknown).toMatchObject({ status: 422, body: { code: 'ROOM_UNKNOWN' } });
  });
});

describe('losing a room', () => {
  it('seats its candidates elsewhere and says so, and lets go of room and proctor', async () => {
    const roomId = await roomWith({});
    const lost = (await open(roomId, '2026-12-14T10:00:00Z')).body;
    const refuge = await house.sitting({ days: 22 });
    const { id } = (await house.book(await house.person('evacuated'), lost.id)).body;
    await house.given.roomSays(roomId, house.academyId, { state: 'closed' });
    expect(await house.registration(id)).toMatchObject({
      state: 'requested',
      reason: 'ROOM_WAS_CLOSED',
      sittingId: null,
    });
    await seatAll();
    expect(await house.registration(id)).toMatchObject({ state: 'booked' });
    expect(await events(id)).toEqual(['SeatBooked', 'SeatWithdrawn', 'SeatBooked']);
    expect(await events(lost.id)).toEqual(['SittingOpened', 'SittingCancelled']);
    const { body } = await house.admin.get(`/v1/sittings/${lost.id}`);
    expect(body).toMatchObject({ state: 'cancelled', cancelledReason: 'ROOM_WAS_CLOSED', taken: 0, proctorIds: [] });
    expect(refuge.id).toBeDefined();
  });

  it('is not heeded twice: a rebuild tells of old versions again', async () => {
    const roomId = await roomWith({});
    await house.given.roomSays(roomId, house.academyId, { state: 'closed' }, 1_000);
    await house.given.roomSays(roomId, house.academyId, { state: 'open' }, 1_001);
    const { id } = (await open(roomId, '2026-12-15T10:00:00Z')).body;
    await house.given.roomSays(roomId, house.academyId, { state: 'closed' }, 1_000);
    expect((await house.admin.get(`/v1/sittings/${id}`)).body.state).toBe('open');
  });

  it('by workstations takes those out who booked last', async () => {
    const roomId = await roomWith({});
    const { id } = (await open(roomId, '2026-12-16T10:00:00Z')).body;
    const ids = [];
    for (const person of await house.people('shrunk', 4)) ids.push((await house.book(person, id)).body.id);
    await house.given.roomSays(roomId, house.academyId, { seats: 3 });
    const states = await Promise.all(ids.map(async (one) => (await house.registration(one)).state));
    expect(states).toEqual(['booked', 'booked', 'booked', 'requested']);
    expect((await house.registration(ids[3]!)).reason).toBe('ROOM_HAS_FEWER_WORKSTATIONS');
    expect((await house.admin.get(`/v1/sittings/${id}`)).body).toMatchObject({ seats: 3, taken: 3 });
  });
});

describe('losing a proctor', () => {
  it('finds another who is free, of the academy before the region', async () => {
    const there = await house.given.academy('Elsewhere');
    const away = await house.given.proctor('a far one', true, there);
    const near = await house.given.proctor('the near one', true, house.academyId);
    const gone = await house.given.proctor('gone', true, house.academyId);
    const roomId = await roomWith({});
    const { id } = (await open(roomId, '2026-12-17T10:00:00Z', { proctorIds: [gone] })).body;
    await house.given.trainerSays(gone, house.academyId, { state: 'left' });
    expect((await house.admin.get(`/v1/sittings/${id}`)).body.proctorIds).toEqual([near]);
    await house.given.trainerSays(near, house.academyId, { mayProctor: false });
    const [proctorId] = (await house.admin.get(`/v1/sittings/${id}`)).body.proctorIds;
    expect(proctorId).not.toBe(near);
    expect(away).toBeDefined();
  });

  it('calls the sitting off where nobody else may, and says so', async () => {
    const alone = await house.given.academy('Lonely', { region: 'MA-11' });
    const roomId = await house.given.room(alone, 'L', 20);
    const gone = await house.given.proctor('the only one', true, alone);
    const body = {
      academyId: alone,
      roomId,
      startsAt: '2026-12-18T10:00:00Z',
      minutes: 90,
      seats: 5,
      proctorIds: [gone],
    };
    const { id } = (await house.admin.post('/v1/sittings', body)).body;
    const booked = (await house.book(await house.person('stranded'), id)).body;
    await house.sql(sql`update trainer_copy set region = 'MA-04' where subject = ${gone}`);
    await house.given.trainerSays(gone, alone, { mayProctor: false });
    expect((await house.admin.get(`/v1/sittings/${id}`)).body).toMatchObject({ state: 'cancelled' });
    expect(await house.registration(booked.id)).toMatchObject({ state: 'requested', reason: 'PROCTOR_IS_GONE' });
  });
});

describe('changing a sitting', () => {
  it('refuses seats below what is booked, proctors too few, and what has begun', async () => {
    const { id } = await house.sitting({ seats: 30, days: 40 });
    for (const person of await house.people('holding', 3)) await house.book(person, id);
    const change = async (about: object) => (await house.admin.patch(`/v1/sittings/${id}`, about)).body;
    expect(await change({ seats: 2 })).toMatchObject({ code: 'SEATS_BELOW_BOOKED', booked: 3 });
    expect(await change({ seats: 51 })).toMatchObject({ code: 'ROOM_IS_TOO_SMALL', workstations: 50 });
    expect(await change({ seats: 45 })).toMatchObject({ code: 'TOO_FEW_PROCTORS', needed: 3 });
    expect(await change({ seats: 3, proctorIds: [await house.given.proctor('substitute')] })).toMatchObject({
      seats: 3,
      taken: 3,
    });
    await house.admin.post(`/v1/sittings/${id}/cancel`, { reason: 'strike' });
    expect(await change({ seats: 5 })).toMatchObject({ code: 'SITTING_IS_CLOSED', state: 'cancelled' });
  });

  it('stays as it is where nothing is other than before, and so do the rules of exams', async () => {
    const { id, proctorIds } = await house.sitting({ seats: 30, days: 41 });
    const known = (await house.admin.get(`/v1/sittings/${id}`)).body;
    for (const about of [{}, { seats: 30 }, { proctorIds: proctorIds.toReversed() }])
      expect((await house.admin.patch(`/v1/sittings/${id}`, about)).body).toEqual(known);
    const rules = (await house.admin.get('/v1/exam-rules')).body;
    const { teacherMayProctor } = rules;
    for (const about of [{}, { teacherMayProctor }])
      expect((await house.admin.patch('/v1/exam-rules', about)).body).toEqual(rules);
  });

  it('parts teachers from proctors, unless the rules let them', async () => {
    const { id, proctorIds } = await house.sitting({ days: 41 });
    const pupil = await house.person('taught');
    const refused = await house.book(pupil, id, { taughtBy: proctorIds });
    expect(refused.body.code).toBe('TEACHER_WOULD_PROCTOR');
    const teacher = await house.given.proctor('the teacher');
    expect((await house.book(pupil, id, { taughtBy: [teacher] })).status).toBe(201);
    const change = async () => (await house.admin.patch(`/v1/sittings/${id}`, { proctorIds: [teacher] })).body;
    expect(await change()).toMatchObject({ code: 'PROCTOR_TAUGHT_CANDIDATES', proctorIds: [teacher] });
    await house.admin.patch('/v1/exam-rules', { teacherMayProctor: true });
    expect((await change()).proctorIds).toEqual([teacher]);
    await house.admin.patch('/v1/exam-rules', { teacherMayProctor: false });
  });

  it('knows from courses who teaches a candidate, wherever a proctor and a candidate meet', async () => {
    const [{ id, proctorIds }, other] = [
      await house.sitting({ days: 43, seats: 1 }),
      await house.sitting({ days: 44, seats: 1 }),
    ];
    const teacher = proctorIds[0]!;
    const [pupil, waiting] = [await house.person('enrolled'), await house.person('enrolled later')];
    await house.given.enrolment(pupil, teacher);
    const refused = await house.book(pupil, id);
    expect(refused.body.code).toBe('TEACHER_WOULD_PROCTOR');
    const offered = refused.body.alternatives.map(({ sittingId }: { sittingId: string }) => sittingId);
    expect(offered).toContain(other.id);
    expect(offered).not.toContain(id);
    expect((await house.book(pupil, other.id)).status).toBe(201);
    const swapped = await house.admin.patch(`/v1/sittings/${other.id}`, { proctorIds: [teacher] });
    expect(swapped.body).toMatchObject({ code: 'PROCTOR_TAUGHT_CANDIDATES', proctorIds: [teacher] });

    await house.given.enrolment(waiting, teacher);
    const ask = { personId: waiting, examCode: 'MO-200', earliest: house.inDays(42), latest: house.inDays(43.5) };
    const asked = (await house.admin.post('/v1/registrations', ask)).body.id;
    await house.work();
    expect(await house.registration(asked)).toMatchObject({ state: 'waitlisted', sittingId: null });
    await house.given.enrolment(waiting, teacher, 'withdrawn');
    expect((await house.book(await house.person('of nobody'), id)).status).toBe(201);
  });

  it('keeps who learnt for hours from their teacher, though the place is given up', async () => {
    const { id, proctorIds } = await house.sitting({ days: 46, seats: 1 });
    const pupil = await house.person('learnt and left');
    await house.given.enrolment(pupil, proctorIds[0]!, 'enrolled', undefined, null, 2);
    await house.given.enrolment(pupil, proctorIds[0]!, 'withdrawn', undefined, 'GIVEN_UP', 2);
    expect((await house.book(pupil, id)).body.code).toBe('TEACHER_WOULD_PROCTOR');
    expect((await house.book(await house.person('learnt elsewhere'), id)).status).toBe(201);
  });

  it('keeps nobody from who gave their offering up before an hour of theirs, whoever taught there before or after', async () => {
    const { id, proctorIds } = await house.sitting({ days: 48, seats: 1 });
    const [passing, before, after] = [proctorIds[0]!, await house.trainer('before'), await house.trainer('after')];
    const pupil = await house.person('passed on');
    const told = (trainerId: string, version: number, hours: number) =>
      house.given.enrolmentSays({ personId: pupil, trainerId, hours }, version);
    await told(before, 1, 0);
    await told(before, 2, 3);
    await told(passing, 3, 3);
    expect((await house.book(pupil, id)).body.code).toBe('TEACHER_WOULD_PROCTOR');
    await told(after, 4, 3);
    await told(after, 5, 5);
    const taught = await house.sql<{ id: string }>(sql`select trainer_id as id from taught where person_id = ${pupil}`);
    expect(new Set(taught.map((one) => one.id))).toEqual(new Set([before, after]));
    // A rebuild shows all of it again.
    await told(passing, 3, 3);
    await told(after, 5, 5);
    expect((await house.book(pupil, id)).status).toBe(201);
  });

  it('keeps who was in an offering to its last day from its trainer, though it is over', async () => {
    const { id, proctorIds } = await house.sitting({ days: 45, seats: 1 });
    const [pupil, quitter] = [await house.person('taught to the end'), await house.person('gave up')];
    for (const [person, reason] of [
      [pupil, 'OFFERING_FINISHED'],
      [quitter, 'GIVEN_UP'],
    ] as const)
      await house.given.enrolment(person, proctorIds[0]!, 'withdrawn', undefined, reason);
    expect((await house.book(pupil, id)).body.code).toBe('TEACHER_WOULD_PROCTOR');
    expect((await house.book(quitter, id)).status).toBe(201);
  });

  it('seats anew whom a proctor of their sitting teaches from now on, each enrolment once', async () => {
    const own = await house.sitting({ days: 46, seats: 1 });
    await house.sitting({ days: 47 });
    const [pupil, waiting] = [await house.person('taught later'), await house.person('waits for that seat')];
    const { id } = (await house.book(pupil, own.id)).body;
    const ask = { personId: waiting, examCode: 'MO-200', earliest: house.inDays(45), latest: house.inDays(46.5) };
    const next = (await house.admin.post('/v1/registrations', ask)).body.id;
    await house.work();
    await house.given.enrolment(pupil, own.proctorIds[0]!, 'enrolled', 1_000);
    expect(await house.registration(id)).toMatchObject({ state: 'requested', reason: 'TEACHER_WOULD_PROCTOR' });
    await seatAll();
    const seated = await house.registration(id);
    expect(seated.state).toBe('booked');
    expect(seated.sittingId).not.toBe(own.id);
    expect(await house.registration(next)).toMatchObject({ state: 'booked', sittingId: own.id });

    await house.given.enrolment(pupil, own.proctorIds[0]!, 'withdrawn', 1_001);
    await house.admin.post(`/v1/registrations/${id}/cancel`);
    await house.admin.post(`/v1/registrations/${next}/cancel`);
    const again = (await house.book(pupil, own.id)).body;
    // A rebuild shows the enrolment that was given up since.
    await house.given.enrolment(pupil, own.proctorIds[0]!, 'enrolled', 1_000);
    expect(await house.registration(again.id)).toMatchObject({ state: 'booked', sittingId: own.id });
  });

  it('offers five proctors who are free where the ones named are not', async () => {
    const busy = await house.given.proctor('busy');
    await open(await roomWith({}), '2026-12-21T10:00:00Z', { proctorIds: [busy] });
    const { body } = await open(await roomWith({}), '2026-12-21T11:00:00Z', { proctorIds: [busy] });
    expect(body.code).toBe('PROCTOR_IS_TAKEN');
    expect(body.alternatives).toHaveLength(5);
    expect(body.alternatives.map(({ proctorId }: { proctorId: string }) => proctorId)).not.toContain(busy);
  });
});
