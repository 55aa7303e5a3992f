import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';
import { before } from '../testing/before.js';
import { ScheduleRegistrationsHandler } from './schedule-registrations.js';

let house: ExamEnvironment;

beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());

const cancel = (id: string) => house.admin.post(`/v1/registrations/${id}/cancel`);
const ask = async (person: string, days: number) => {
  const earliest = house.inDays(days - 0.4);
  const latest = house.inDays(days + 0.4);
  const { body } = await house.admin.post('/v1/registrations', {
    personId: person,
    examCode: 'MO-200',
    earliest,
    latest,
  });
  await house.work();
  return body.id as string;
};
const stateOf = async (id: string): Promise<string> => (await house.registration(id)).state;

describe('a workstation', () => {
  it('is each candidate’s own, and freed with the seat', async () => {
    const { id } = await house.sitting({ seats: 4, days: 3 });
    const booked = await Promise.all((await house.people('seated', 4)).map((person) => house.book(person, id)));
    expect(booked.map(({ body }) => body.workstation).sort()).toEqual([1, 2, 3, 4]);
    const second = booked.find(({ body }) => body.workstation === 2)!.body;
    expect((await cancel(second.id)).body).toMatchObject({ state: 'cancelled', workstation: null });
    expect((await house.book(await house.person('next'), id)).body.workstation).toBe(2);
  });

  it('is refused to a second one by the database itself', async () => {
    const { id } = await house.sitting({ days: 4 });
    const [one, other] = await house.people('sharing', 2);
    const first = (await house.book(one!, id)).body;
    const second = (await house.book(other!, id)).body;
    const share = house.sql(sql`update registration set workstation = ${first.workstation} where id = ${second.id}`);
    await expect(share).rejects.toThrow(/registration_workstation/);
  });
});

describe('a refusal', () => {
  it('offers seats that this candidate can have: not where they are elsewhere, nearest in time first', async () => {
    const [full, soon, later, clashing] = [
      await house.sitting({ seats: 1, days: 10 }),
      await house.sitting({ days: 10.5 }),
      await house.sitting({ days: 13 }),
      await house.sitting({ days: 11 }),
    ];
    await house.book(await house.person('in the way'), full.id);
    const person = await house.person('choosy');
    await house.book(person, clashing.id, { examCode: 'MO-100' });
    const { body } = await house.book(person, full.id);
    expect(body.code).toBe('SITTING_IS_FULL');
    const offered = body.alternatives.map(({ sittingId }: { sittingId: string }) => sittingId);
    expect(offered.slice(0, 2)).toEqual([soon.id, later.id]);
    expect(offered).not.toContain(clashing.id);
    expect((await house.book(person, offered[0])).status).toBe(201);
  });

  it('offers nothing that would break the rule it names', async () => {
    const prison = await house.given.academy('Inside', { inPrison: true });
    const inside = await house.given.person('prisoner', prison);
    const { id } = await house.sitting({ days: 14 });
    expect((await house.book(inside, id)).body).toMatchObject({ code: 'CANDIDATE_MUST_SIT_INSIDE', alternatives: [] });
    const within = await house.sitting({ days: 15, at: prison });
    expect((await house.book(inside, id)).body.alternatives).toMatchObject([
      { sittingId: within.id, academyId: prison },
    ]);
    expect((await house.book(await house.person('visitor'), within.id)).body.code).toBe('CANDIDATE_MUST_SIT_INSIDE');
  });

  it('of a retake too soon offers sittings after the wait', async () => {
    const [first, tooSoon, late] = [
      await house.sitting({ days: 16 }),
      await house.sitting({ days: 17 }),
      await house.sitting({ days: 18 }),
    ];
    const person = await house.person('hasty');
    const { body } = await house.book(person, first.id);
    await house.sit(body.id, 300);
    const refused = await house.book(person, tooSoon.id);
    expect(refused.body).toMatchObject({ code: 'RETAKE_TOO_SOON' });
    expect(refused.body.alternatives[0]).toMatchObject({ sittingId: late.id });
    house.database.clock.set('2026-11-23T09:00:00Z');
  });
});

describe('a booking', () => {
  it('sent twice at once with its Idempotency-Key is answered alike, and told of once', async () => {
    const { id } = await house.sitting({ days: 35 });
    const person = await house.person('impatient');
    const send = { headers: { 'idempotency-key': 'impatient' } };
    const answers = await Promise.all([1, 2, 3].map(() => house.book(person, id, {}, send)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const told = await house.sql(sql`
      select type from event_new cross join jsonb_array_elements(body->'changes') c
      where c->>'s' = ${answers[0]!.body.id}`);
    expect(told).toEqual([{ type: 'SeatBooked' }]);
  });
});

describe('the consent of a parent', () => {
  it('says where it is filed, at each door, and is not filed nowhere', async () => {
    const { id } = await house.sitting({ days: 37 });
    const [first, second, third] = await house.people('with a consent', 3);
    const filed = { consent: true, consentDocument: 'DR-04/2026/311' };
    expect((await house.book(first!, id, filed)).body).toMatchObject({ consentDocument: filed.consentDocument });
    const window = { earliest: house.inDays(36), latest: house.inDays(38) };
    const asked = { personId: second, examCode: 'MO-200', ...window, ...filed };
    const { body } = await house.admin.post('/v1/registrations', asked);
    expect(body).toMatchObject({ state: 'requested', consentDocument: filed.consentDocument });
    expect((await house.book(third!, id, { consent: true })).body).toMatchObject({ consentDocument: null });
    for (const consentDocument of ['.', 'a letter'])
      expect((await house.book(third!, id, { ...filed, consentDocument })).body).toMatchObject({
        code: 'INVALID_INPUT',
        errors: [{ path: 'consentDocument', code: 'invalid_document' }],
      });
  });
});

describe('the own word of a candidate', () => {
  const as = async (personId: string, role: 'candidate' | 'academy-manager' = 'candidate') =>
    house.admin.as(
      await house.tokens.of({ role, personId, academies: [house.academyId], subject: `test:${personId}` }),
    );
  const window = () => ({ earliest: house.inDays(36), latest: house.inDays(38) });
  const said = { examCode: 'MO-200', consent: true, consentDocument: 'DR-04/2026/311' };

  it.each(['2012-01-01', null])('is no parent’s consent where a sitting is named, born %s', async (birthDate) => {
    const { id } = await house.sitting({ days: 37 });
    const personId = await house.person(`of her own word ${birthDate}`, { birthDate });
    for (const role of ['candidate', 'academy-manager'] as const)
      expect(
        (await (await as(personId, role)).post('/v1/registrations', { personId, sittingId: id, ...said })).body,
      ).toMatchObject({ code: 'MINOR_NEEDS_CONSENT' });
    expect((await house.book(personId, id, said)).body).toMatchObject({
      state: 'booked',
      consentBy: 'test:programme-admin',
    });
  });

  it('is none in a wish, nor in one of many', async () => {
    await house.sitting({ days: 37 });
    const [alone, among] = await Promise.all(
      ['wishing', 'wishing for all'].map((name) => house.person(name, { birthDate: '2012-01-01' })),
    );
    const wish = await (await as(alone!)).post('/v1/registrations', { personId: alone, ...window(), ...said });
    expect(wish).toMatchObject({ status: 202, body: { consentBy: null, consentDocument: null } });
    const { examCode, consent } = said;
    const many = { persons: [among], ...window(), examCode, consent };
    const { body } = await (await as(among!, 'academy-manager')).post('/v1/registrations/bulk', many);
    await house.work();
    for (const id of [wish.body.id, body.outcomes[0].registrationId])
      expect(await house.registration(id)).toMatchObject({ state: 'refused', reason: 'MINOR_NEEDS_CONSENT' });
  });

  it('may be what a consent of before was: of unknown giver, it seats nobody who waits', async () => {
    await house.sitting({ days: 37 });
    const personId = await house.person('wishing before', { birthDate: '2012-01-01' });
    const wish = await house.admin.post('/v1/registrations', { personId, ...window(), ...said });
    await house.sql(sql`update registration set consent_by = null where id = ${wish.body.id}`);
    await house.work();
    const refused = { state: 'refused', reason: 'MINOR_NEEDS_CONSENT', consentDoubt: 'GIVER_NOT_KNOWN' };
    expect(await house.registration(wish.body.id)).toMatchObject(refused);
  });

  it('is none by another token of the same subject, which names nobody', async () => {
    const { id } = await house.sitting({ days: 37 });
    const personId = await house.person('of two roles', { birthDate: '2012-01-01' });
    await (await as(personId)).post('/v1/registrations', { personId, sittingId: id, ...said });
    const about = { role: 'academy-manager', academies: [house.academyId], subject: `test:${personId}` } as const;
    const manager = house.admin.as(await house.tokens.of(about));
    const answer = await manager.post('/v1/registrations', { personId, ...window(), ...said });
    expect(answer.body).toMatchObject({ state: 'requested', consentBy: null });
  });

  it('harms no adult, and is not kept as a consent', async () => {
    const { id } = await house.sitting({ days: 37 });
    const personId = await house.person('a careful adult');
    const { status, body } = await (await as(personId)).post('/v1/registrations', { personId, sittingId: id, ...said });
    expect([status, body.consentBy, body.consentDocument]).toEqual([201, null, null]);
  });
});

describe('a candidate who is an adult by the word of an academy alone', () => {
  it('needs a parent’s consent, at once and in a wish, until others have confirmed the person', async () => {
    const { id } = await house.sitting({ days: 37 });
    const about = { birthDate: '1990-01-01', isConfirmed: false };
    const [sits, wishes] = [await house.person('stated', about), await house.person('stated too', about)];
    expect((await house.book(sits, id, { examCode: 'MO-200' })).body).toMatchObject({ code: 'MINOR_NEEDS_CONSENT' });
    const window = { earliest: house.inDays(36), latest: house.inDays(38) };
    const wish = { personId: wishes, examCode: 'MO-200', ...window };
    const asked = (await house.admin.post('/v1/registrations', wish)).body.id;
    await house.work();
    expect(await house.registration(asked)).toMatchObject({ state: 'refused', reason: 'MINOR_NEEDS_CONSENT' });
    await house.given.personSays(sits, house.academyId, { confirmed: true, birthDateConfirmed: false });
    expect((await house.book(sits, id, { examCode: 'MO-200' })).body).toMatchObject({ code: 'MINOR_NEEDS_CONSENT' });
    await house.given.personSays(sits, house.academyId, { confirmed: true, birthDateConfirmed: true });
    expect((await house.book(sits, id, { examCode: 'MO-200' })).body).toMatchObject({ state: 'booked' });
  });
});

describe('a wish that can never be met', () => {
  it('for a prison from outside, or from inside for elsewhere, is refused at once, and of many by person', async () => {
    const prison = await house.given.academy('Wished for', { inPrison: true });
    const [outside, inside] = [await house.person('free'), await house.given.person('not free', prison)];
    const wish = { examCode: 'MO-200', earliest: house.inDays(36), latest: house.inDays(38) };
    const ask = (personId: string, academyId: string) =>
      house.admin.post('/v1/registrations', { personId, academyId, ...wish });
    const refused = { status: 409, body: { code: 'CANDIDATE_MUST_SIT_INSIDE' } };
    expect(await ask(outside, prison)).toMatchObject(refused);
    expect(await ask(inside, house.academyId)).toMatchObject(refused);
    const many = { persons: [outside, inside], academyId: prison, ...wish };
    const { body } = await house.admin.post('/v1/registrations/bulk', many);
    expect(body.outcomes).toMatchObject([
      { personId: outside, outcome: 'must-sit-inside', registrationId: null },
      { personId: inside, outcome: 'requested' },
    ]);
    expect((await ask(outside, house.academyId)).status).toBe(202);
  });

  it('that was taken is refused by the worker with its reason', async () => {
    const person = await house.person('wished before');
    const prison = await house.given.academy('Wished before', { inPrison: true });
    const { id } = (
      await house.admin.post('/v1/registrations', {
        ...{ personId: person, examCode: 'MO-200', academyId: house.academyId },
        ...{ earliest: house.inDays(36), latest: house.inDays(38) },
      })
    ).body;
    await house.sql(sql`update registration set wanted_academy_id = ${prison} where id = ${id}`);
    await house.work();
    expect(await house.registration(id)).toMatchObject({ state: 'refused', reason: 'CANDIDATE_MUST_SIT_INSIDE' });
  });
});

describe('a request', () => {
  it('of a trainee whose age nobody knows is refused without consent, and one of an employee booked', async () => {
    await house.sitting({ days: 36 });
    const trainee = await house.person('of no age', { birthDate: null });
    const trainer = await house.person('a grown-up', { birthDate: null, kind: 'trainer' });
    expect(await house.registration(await ask(trainee, 36))).toMatchObject({
      state: 'refused',
      reason: 'MINOR_NEEDS_CONSENT',
    });
    expect(await stateOf(await ask(trainer, 36))).toBe('booked');
  });
});

describe('the waiting list', () => {
  it('is given a freed seat before anyone who comes later', async () => {
    const { id } = await house.sitting({ seats: 1, days: 20 });
    const holder = (await house.book(await house.person('holder'), id)).body;
    const [first, second] = await house.people('waiting', 2);
    const waiting = [await ask(first!, 20), await ask(second!, 20)];
    expect(await Promise.all(waiting.map(stateOf))).toEqual(['waitlisted', 'waitlisted']);
    await cancel(holder.id);
    expect((await house.book(await house.person('pushing in'), id)).body.code).toBe('SITTING_IS_FULL');
    await house.work();
    expect(await Promise.all(waiting.map(stateOf))).toEqual(['booked', 'waitlisted']);
    expect((await house.admin.get(`/v1/sittings/${id}`)).body.taken).toBe(1);
  });

  it('passes over whom the seat does not suit, who keeps their place, and frees what nobody can take', async () => {
    const { id } = await house.sitting({ seats: 1, days: 23 });
    const holder = (await house.book(await house.person('keeper'), id)).body;
    const [busy, free] = await house.people('suiting', 2);
    const waiting = [await ask(busy!, 23), await ask(free!, 23)];
    const elsewhere = await house.sitting({ days: 23, examCodes: ['MO-100'] });
    await house.book(busy!, elsewhere.id, { examCode: 'MO-100' });
    await cancel(holder.id);
    await house.work();
    expect(await Promise.all(waiting.map(stateOf))).toEqual(['waitlisted', 'booked']);
    await cancel(waiting[1]!);
    await house.work();
    expect(await stateOf(waiting[0]!)).toBe('waitlisted');
    expect((await house.admin.get(`/v1/sittings/${id}`)).body.taken).toBe(0);
  });

  it('is served by a sitting that opens, and by the sweeper where the wake was lost', async () => {
    const id = await ask(await house.person('early bird'), 26);
    expect(await stateOf(id)).toBe('waitlisted');
    await house.sitting({ days: 26 });
    house.woken.clear();
    const { FillOfferedSeatsHandler } = await import('./fill-offered-seats.js');
    const offers = new FillOfferedSeatsHandler(house.database.db);
    await offers.run(await offers.waiting(10));
    expect(await stateOf(id)).toBe('booked');
    expect(await offers.waiting(10)).toEqual([]);
  });

  it('holds however many cancel and book at once', async () => {
    const { id } = await house.sitting({ seats: 10, days: 29 });
    const held = await Promise.all((await house.people('leaving', 10)).map((person) => house.book(person, id)));
    const waiting = [];
    for (const person of await house.people('lining up', 15)) waiting.push(await ask(person, 29));
    const rushing = await house.people('rushing', 20);
    await Promise.all([
      ...held.map(({ body }) => cancel(body.id)),
      ...rushing.map((person) => house.book(person, id)),
      house.work(),
    ]);
    await house.work();
    const states = await Promise.all(waiting.map(stateOf));
    expect(states).toEqual([...Array(10).fill('booked'), ...Array(5).fill('waitlisted')]);
    const [sitting] = await house.sql<object>(sql`
      select taken, offered, (select count(*)::int from registration where sitting_id = s.id and state = 'booked') as booked
      from sitting s where id = ${id}`);
    expect(sitting).toEqual({ taken: 10, offered: 0, booked: 10 });
  });
});

describe('the scheduler', () => {
  it('judges a sitting again that was given other proctors while it decided', async () => {
    const sitting = await house.sitting({ days: 32 });
    const [pupil, teacher] = [await house.person('pupil'), await house.given.proctor('teacher of the pupil')];
    await house.given.enrolment(pupil, teacher);
    const wish = { personId: pupil, examCode: 'MO-200', earliest: house.inDays(31.6), latest: house.inDays(32.4) };
    const { id } = (await house.admin.post('/v1/registrations', wish)).body;
    let isRearranged = false;
    const overtaken = before(house.database.db, /update sitting s set taken/, async () => {
      if (isRearranged) return;
      isRearranged = true;
      const { status } = await house.admin.patch(`/v1/sittings/${sitting.id}`, { proctorIds: [teacher] });
      expect(status).toBe(200);
    });
    await new ScheduleRegistrationsHandler(overtaken).run([id]);
    expect(isRearranged).toBe(true);
    expect(await house.registration(id)).toMatchObject({ state: 'waitlisted', sittingId: null });
    expect((await house.admin.get(`/v1/sittings/${sitting.id}`)).body.taken).toBe(0);
  });
});

describe('cancelling', () => {
  it('is free six business days ahead, costs a fee after, and the attempt under 24 hours', async () => {
    // The exam is on Monday 2026-12-07: the Friday of 11-27 is six business days ahead, the Monday after it five.
    const { id } = await house.sitting({ days: 14 });
    const terms = async (name: string, at: string) => {
      const personId = await house.person(name);
      const own = await house.candidate(personId);
      const { body } = await own.post('/v1/registrations', { personId, sittingId: id, examCode: 'MO-200' });
      house.database.clock.set(at);
      const cancelled = await (await house.candidate(personId)).post(`/v1/registrations/${body.id}/cancel`);
      house.database.clock.set('2026-11-23T09:00:00Z');
      return cancelled.body.cancellation;
    };
    expect(await terms('early', '2026-11-27T20:00:00Z')).toBe('free');
    expect(await terms('late', '2026-11-30T00:00:00Z')).toBe('fee');
    expect(await terms('last', '2026-12-06T08:59:00Z')).toBe('fee');
    expect(await terms('too late', '2026-12-06T09:01:00Z')).toBe('forfeited');
    const { body } = await house.book(await house.person('begun'), id);
    house.database.clock.set('2026-12-07T09:00:00Z');
    expect((await cancel(body.id)).body).toMatchObject({ code: 'SITTING_IS_CLOSED', state: 'begun' });
    house.database.clock.set('2026-11-23T09:00:00Z');
  });

  it('gives a wish up at no cost, once', async () => {
    const id = await ask(await house.person('changing mind'), 400);
    expect((await cancel(id)).body).toMatchObject({ state: 'cancelled', cancellation: null });
    const again = { status: 409, code: 'REGISTRATION_STATE_FORBIDS', from: 'cancelled', to: 'cancelled' };
    expect((await cancel(id)).body).toMatchObject(again);
    expect(await house.registration(id)).toMatchObject({ state: 'cancelled', version: 3 });
  });
});
