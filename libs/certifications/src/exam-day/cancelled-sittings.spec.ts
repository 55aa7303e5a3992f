import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;

beforeAll(async () => {
  house = await examEnvironment();
  await house.admin.patch('/v1/exam-rules', { moveNoticeDays: 0 });
});
afterAll(() => house?.close());
afterEach(() => house.database.clock.set('2026-11-23T09:00:00Z'));

/** Sittings are a day ahead: they start at 9:00 on the 24th and last 90 minutes. */
const on = (time: string): string => `2026-11-24T${time}:00Z`;

/** A sitting whose candidates are let in at 8:45, and words to begin ahead of the hour, to call it off and to send results. */
async function morning({ seats = 1 } = {}) {
  const sitting = await house.sitting({ seats });
  const ids: string[] = [];
  for (const person of await house.people(`of ${sitting.id}`, seats))
    ids.push((await house.book(person, sitting.id)).body.id);
  const [id] = ids as [string];
  const record = async (at: string, kind: string, about: object = { registrationId: id }) => {
    house.database.clock.set(on(at));
    const records = [{ id: crypto.randomUUID(), kind, at: on(at), ...about }];
    const { outcome, code } = (await house.director.post(`/v1/sittings/${sitting.id}/records`, { records })).body
      .outcomes[0];
    return code ?? outcome;
  };
  await record('08:40', 'proctor-present', { proctorId: sitting.proctorIds[0] });
  for (const registrationId of ids)
    await record('08:45', 'admitted', { registrationId, identity: 'passport', ndaAccepted: true });
  return {
    sitting,
    ids,
    id,
    record,
    cancel: async () => (await house.admin.post(`/v1/sittings/${sitting.id}/cancel`, { reason: 'a fire alarm' })).body,
    send: async (startedAt: string) => {
      const results = [{ registrationId: id, startedAt: on(startedAt), score: 900 }];
      return (await house.admin.post('/v1/results', { results })).body.outcomes[0];
    },
    now: () => house.registration(id),
  };
}

describe('a sitting in which somebody sits ahead of its hour', () => {
  it('has begun: it is neither called off nor changed, and proves its result', async () => {
    const { sitting, record, cancel, send, now } = await morning();
    expect(await record('08:50', 'began')).toBe('recorded');
    expect(await cancel()).toMatchObject({ status: 409, code: 'SITTING_IS_CLOSED', state: 'begun' });
    const version = { headers: { 'if-match': '"99"' } };
    expect((await house.admin.patch(`/v1/sittings/${sitting.id}`, { seats: 3 }, version)).status).toBe(412);
    expect(await now()).toMatchObject({ state: 'sat', sittingId: sitting.id });
    house.database.clock.set(on('12:00'));
    expect(await send('08:50')).toMatchObject({ outcome: 'passed' });
  });

  it('goes on where its room is closed or its proctor leaves meanwhile', async () => {
    const { sitting, record, now } = await morning();
    await record('08:50', 'began');
    await house.given.roomSays(sitting.roomId, house.academyId, { state: 'closed' });
    await house.given.trainerSays(sitting.proctorIds[0]!, house.academyId, { state: 'left' });
    expect((await house.admin.get(`/v1/sittings/${sitting.id}`)).body).toMatchObject({ state: 'open' });
    expect(await now()).toMatchObject({ state: 'sat', startsAt: '2026-11-24T09:00:00.000Z' });
  });
});

describe('a sitting that was called off', () => {
  it('proves no result: one is held with that reason, and nobody accepts it', async () => {
    const { record, cancel, send, now, id } = await morning();
    await record('08:50', 'began');
    await record('08:55', 'interrupted', { registrationId: id, reason: 'a fire alarm' });
    expect(await cancel()).toMatchObject({ state: 'cancelled' });
    expect(await cancel()).toMatchObject({ status: 409, code: 'SITTING_IS_CLOSED', state: 'cancelled' });
    house.database.clock.set(on('12:00'));
    const held = await send('08:50');
    expect(held).toMatchObject({ outcome: 'held', code: 'SITTING_WAS_CANCELLED' });
    const decide = (accept: boolean) =>
      house.director.post(`/v1/results/${held.resultId}/decide`, { accept, reason: 'the vendor has it' });
    expect((await decide(true)).body).toMatchObject({ status: 409, code: 'SITTING_WAS_CANCELLED' });
    expect(await now()).toMatchObject({ state: 'sat', score: null });
    expect((await decide(false)).body).toMatchObject({ state: 'rejected' });
  });

  it('does not prove that who was let in there sat, where they are seated anew', async () => {
    const { cancel, send, now, sitting } = await morning();
    await cancel();
    house.database.clock.set('2026-11-23T09:00:00Z');
    await house.sitting({ days: 2 });
    await house.work();
    expect((await now()).sittingId).not.toBe(sitting.id);
    house.database.clock.set('2026-11-26T12:00:00Z');
    expect(await send('09:05')).toMatchObject({ outcome: 'held', code: 'STARTED_OUTSIDE_SITTING' });
  });

  it('takes no records, and an incident of before is taken back, but nothing that candidates were moved by', async () => {
    const { record, cancel, id, sitting } = await morning();
    await record('08:49', 'incident', { registrationId: id, reason: 'noise' });
    await record('08:50', 'began');
    await record('08:52', 'interrupted', { registrationId: id, reason: 'a fire alarm' });
    await cancel();
    for (const kind of ['resumed', 'incident', 'absent'])
      expect(await record('09:10', kind, { registrationId: id, reason: 'smoke' })).toBe('SITTING_WAS_CANCELLED');
    const revoke = async (kind: string) => {
      const [record] = await house.sql<{ id: string }>(
        sql`select id from exam_day_record where sitting_id = ${sitting.id} and kind = ${kind}`,
      );
      return (await house.admin.post(`/v1/exam-day-records/${record!.id}/revoke`, { reason: 'not so' })).body;
    };
    expect(await revoke('interrupted')).toMatchObject({ status: 409, code: 'RECORD_IS_RELIED_ON' });
    expect(await revoke('incident')).toMatchObject({ kind: 'incident', revokedReason: 'not so' });
  });
});

describe('who was to go on in a sitting that is called off', () => {
  it('stands as interrupted where they were, without a seat, is told why, is free at that hour, and may go on elsewhere', async () => {
    const { id, record, now, sitting } = await morning();
    await record('09:00', 'began');
    await record('09:10', 'interrupted', { registrationId: id, reason: 'a power cut' });
    const [next, other] = [await house.sitting({ days: 1 }), await house.sitting({ days: 1 })];
    const resume = (sittingId: string) => house.admin.post(`/v1/registrations/${id}/resume`, { sittingId });
    expect((await resume(next.id)).body).toMatchObject({ state: 'sat', sittingId: next.id });
    const interruption = {
      interruptedAt: on('09:10').replace('Z', '.000Z'),
      resumableUntil: '2026-12-01T09:10:00.000Z',
    };
    expect(await now()).toMatchObject({ startsAt: next.startsAt, ...interruption });
    await house.admin.post(`/v1/sittings/${next.id}/cancel`, { reason: 'a strike' });
    expect(await now()).toMatchObject({
      state: 'sat',
      sittingId: sitting.id,
      startsAt: null,
      reason: 'SITTING_WAS_CANCELLED',
      ...interruption,
    });
    const taken = async (at: string) => (await house.admin.get(`/v1/sittings/${at}`)).body.taken;
    expect([await taken(sitting.id), await taken(next.id)]).toEqual([1, 0]);
    const listed = (await house.admin.get(`/v1/sittings/${sitting.id}/roll-call`)).body.candidates;
    expect(listed).toMatchObject([{ registrationId: id, ...interruption }]);
    const [told] = await house.sql(sql`
      select type, c->'d'->>'startsAt' as starts from event_new cross join jsonb_array_elements(body->'changes') c
      where c->>'s' = ${id} order by id desc limit 1`);
    expect(told).toEqual({ type: 'SeatWithdrawn', starts: null });
    const { personId } = await now();
    expect((await house.book(personId, other.id, { examCode: 'MO-201' })).status).toBe(201);
    house.database.clock.set('2026-11-28T09:00:00Z');
    const { items } = (await house.admin.get('/v1/results/mismatches?first=100')).body;
    expect(items).toContainEqual(expect.objectContaining({ registrationId: id, kind: 'missing' }));
    const last = await house.sitting({ days: 2 });
    expect((await resume(last.id)).body).toMatchObject({
      sittingId: last.id,
      startsAt: last.startsAt,
      reason: 'EXAM_GOES_ON_ELSEWHERE',
    });
    expect([await taken(sitting.id), await taken(next.id), await taken(last.id)]).toEqual([0, 0, 1]);
  });

  it('or whose room closes, reads so themselves at both doors until the exam has gone on', async () => {
    const { id, record, now } = await morning();
    expect(await now()).toMatchObject({ interruptedAt: null, resumableUntil: null });
    await record('09:00', 'began');
    await record('09:10', 'interrupted', { registrationId: id, reason: 'a power cut' });
    const next = await house.sitting({ days: 1 });
    await house.admin.post(`/v1/registrations/${id}/resume`, { sittingId: next.id });
    await house.given.roomSays(next.roomId, house.academyId, { state: 'closed' });
    const { personId } = await now();
    const own = house.admin.as(await house.tokens.of({ role: 'candidate', personId }));
    const until = '2026-12-01T09:10:00.000Z';
    const told = { startsAt: null, interruptedAt: '2026-11-24T09:10:00.000Z', resumableUntil: until };
    expect((await own.get(`/v1/registrations/${id}`)).body).toMatchObject({ ...told, reason: 'ROOM_WAS_CLOSED' });
    const read = `{ registration(id: "${id}") { startsAt interruptedAt resumableUntil } }`;
    expect((await own.graphql(read)).body.data.registration).toEqual(told);
    expect(await record('09:20', 'resumed', { registrationId: id })).toBe('recorded');
    expect(await now()).toMatchObject({ interruptedAt: null, resumableUntil: null });
  });
});

describe('who was interrupted and leaves', () => {
  it('gives the seat elsewhere up to who waits, stands as interrupted, and may go on once they are back in time', async () => {
    const { id, record, now, sitting } = await morning();
    await record('09:00', 'began');
    await record('09:10', 'interrupted', { registrationId: id, reason: 'a power cut' });
    const next = await house.sitting({ days: 1, seats: 1 });
    const resume = async () => (await house.admin.post(`/v1/registrations/${id}/resume`, { sittingId: next.id })).body;
    await resume();
    const { personId } = await now();
    await house.given.personSays(personId, house.academyId, { state: 'inactive' });
    const stands = { state: 'sat', sittingId: sitting.id, startsAt: null, reason: 'PERSON_DEACTIVATED' };
    expect(await now()).toMatchObject({ ...stands, resumableUntil: '2026-12-01T09:10:00.000Z' });
    const { version } = await now();
    await house.given.personSays(personId, house.academyId, { state: 'inactive' });
    expect(await now()).toMatchObject({ version });
    expect((await house.admin.get(`/v1/sittings/${next.id}`)).body).toMatchObject({ taken: 0 });
    expect(await resume()).toMatchObject({ status: 409, code: 'PERSON_NOT_ACTIVE' });
    await house.given.personSays(personId, house.academyId);
    expect(await resume()).toMatchObject({ sittingId: next.id, startsAt: next.startsAt });
  });

  it('keeps the seat in which they were interrupted, and the one elsewhere once its hour has come', async () => {
    const { id, record, now, sitting } = await morning();
    await record('08:50', 'began');
    await record('08:55', 'interrupted', { registrationId: id, reason: 'a power cut' });
    const { personId } = await now();
    await house.given.personSays(personId, house.academyId, { state: 'inactive' });
    expect(await now()).toMatchObject({ sittingId: sitting.id, startsAt: sitting.startsAt });
    await house.given.personSays(personId, house.academyId);
    const next = await house.sitting({ days: 1 });
    await house.admin.post(`/v1/registrations/${id}/resume`, { sittingId: next.id });
    house.database.clock.set(next.startsAt);
    await house.given.personSays(personId, house.academyId, { state: 'inactive' });
    expect(await now()).toMatchObject({ sittingId: next.id, startsAt: next.startsAt });
  });
});
