import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;

beforeAll(async () => {
  house = await examEnvironment();
  await house.admin.patch('/v1/exam-rules', { leastExamMinutes: 1, leastExamPercent: 0 });
});
afterAll(() => house?.close());
afterEach(() => house.database.clock.set('2026-11-23T09:00:00Z'));

type Api = ExamEnvironment['admin'];
/** Sittings are a day ahead: they start at 9:00 on the 24th and last 90 minutes. */
const on = (time: string): string => new Date(`2026-11-24T${time}Z`).toISOString();

/** Somebody who was let in to a sitting, its proctor, and words to record its day and to send and decide a result. */
async function day({ isAdmitted = true } = {}) {
  const sitting = await house.sitting({ seats: 1 });
  const [proctorId] = sitting.proctorIds as [string];
  const registrationId: string = (await house.book(await house.person(`of ${sitting.id}`), sitting.id)).body.id;
  const trainer = house.admin.as(
    await house.tokens.of({ role: 'trainer', subject: 'proctor', academies: [house.academyId], personId: proctorId }),
  );
  const record = async (by: Api, ...records: object[]) => {
    const sent = records.map((one) => ({ id: crypto.randomUUID(), ...one }));
    const { body } = await by.post(`/v1/sittings/${sitting.id}/records`, { records: sent });
    return body.outcomes.map(({ outcome, code }: { outcome: string; code: string }) => code ?? outcome);
  };
  house.database.clock.set(on('09:00:00'));
  if (isAdmitted) await house.admit(registrationId);
  return {
    ...sitting,
    proctorId,
    registrationId,
    trainer,
    record,
    present: { kind: 'proctor-present', proctorId, at: on('08:30:00') },
    began: { kind: 'began', registrationId, at: on('09:00:00') },
    send: async ({ by = house.admin, startedAt = on('09:00:00') } = {}) => {
      const results = [{ registrationId, startedAt, score: 800 }];
      return (await by.post('/v1/results', { results })).body.outcomes[0];
    },
    decide: async (resultId: string) =>
      (await house.director.post(`/v1/results/${resultId}/decide`, { accept: true, reason: 'looked into' })).body,
    state: async () => (await house.registration(registrationId)).state,
  };
}

describe('a result has effect at once', () => {
  it('where a proctor was there, saw it begin, and it has lasted a while', async () => {
    const { record, trainer, present, began, send, state } = await day();
    expect(await record(trainer, present, began)).toEqual(['recorded', 'recorded']);
    house.database.clock.set(on('09:01:00'));
    expect(await send()).toMatchObject({ outcome: 'passed', code: null });
    expect(await state()).toBe('passed');
  });

  it('where somebody of the region recorded it for them', async () => {
    const { record, present, began, send } = await day();
    await record(house.director, present, began);
    house.database.clock.set(on('12:00:00'));
    expect(await send()).toMatchObject({ outcome: 'passed' });
  });
});

describe('the start in force', () => {
  it('is not before the recorded beginning, whatever is reported, accepted or corrected', async () => {
    const { registrationId, record, trainer, present, began, send } = await day();
    await record(trainer, present, began);
    house.database.clock.set(on('12:00:00'));
    const early = { startedAt: on('08:35:00') };
    expect(await send(early)).toMatchObject({ outcome: 'passed' });
    expect(await send(early)).toMatchObject({ outcome: 'known' });
    const history = async () => (await house.admin.get(`/v1/results/${registrationId}`)).body;
    expect(await history()).toMatchObject({
      revisions: [{ startedAt: on('09:00:00') }],
      results: [{ startedAt: on('08:35:00') }],
    });
    const correct = (about: object) =>
      house.admin.post(`/v1/results/${registrationId}/correct`, { score: 800, reason: 'by the sheet', ...about });
    await correct({ startedAt: on('08:40:00') });
    expect((await history()).revisions).toHaveLength(1);
    await correct({ startedAt: on('08:40:00'), score: 801 });
    expect((await history()).revisions[1]).toMatchObject({ startedAt: on('09:00:00'), score: 801 });
  });

  it('is not before the recorded beginning of a result that waited, either', async () => {
    const { registrationId, record, present, began, send, decide } = await day();
    const manager = house.admin.as(await house.tokens.of({ role: 'academy-manager', academies: [house.academyId] }));
    await record(manager, present, began);
    house.database.clock.set(on('12:00:00'));
    const held = await send({ startedAt: on('08:40:00') });
    expect(held).toMatchObject({ code: 'NOT_BEGUN' });
    await decide(held.resultId);
    const { revisions } = (await house.admin.get(`/v1/results/${registrationId}`)).body;
    expect(revisions).toMatchObject([{ startedAt: on('09:00:00') }]);
  });
});

describe('a result is held', () => {
  it('where who saw it begin sends it, by a token of another subject that names the same person; and is not decided by them', async () => {
    const { record, trainer, present, began, send, proctorId } = await day();
    await record(trainer, present, began);
    house.database.clock.set(on('12:00:00'));
    const { tokens, admin, given } = house;
    const sender = admin.as(
      await tokens.of({ role: 'programme-admin', subject: 'a second card', personId: proctorId }),
    );
    const held = await send({ by: sender });
    expect(held).toMatchObject({ outcome: 'held', code: 'NOT_BEGUN' });
    const third = {
      role: 'regional-director',
      subject: 'a third card',
      regions: [given.region],
      personId: proctorId,
    } as const;
    const decide = (by: Api) => by.post(`/v1/results/${held.resultId}/decide`, { accept: true, reason: 'seen' });
    expect((await decide(admin.as(await tokens.of(third)))).body.code).toBe('RESULT_IS_YOUR_OWN');
    expect((await decide(house.director)).body.state).toBe('accepted');
  });

  it('where nobody watched, or whose training had ended by what was known', async () => {
    const { record, present, began, send, state, proctorId } = await day();
    house.database.clock.set(on('12:00:00'));
    const held = await send();
    expect(held).toMatchObject({ outcome: 'held', code: 'NO_PROCTOR' });
    await house.given.trainerSays(proctorId, house.academyId, { state: 'left' });
    expect(await record(house.director, present, began)).toEqual(['recorded', 'recorded']);
    expect(await send()).toEqual(held);
    expect(await state()).toBe('sat');
  });

  it('where nobody recorded that it began, until somebody has', async () => {
    const { record, trainer, present, began, send, state } = await day();
    await record(trainer, present);
    house.database.clock.set(on('09:20:00'));
    const held = await send();
    expect(held).toMatchObject({ outcome: 'held', code: 'NOT_BEGUN' });
    expect(await state()).toBe('booked');
    await record(trainer, began);
    expect(await send()).toMatchObject({ outcome: 'passed', resultId: held.resultId });
  });

  it('where its sender alone recorded that it began', async () => {
    const { record, present, began, send } = await day();
    await record(house.admin, present, began);
    house.database.clock.set(on('12:00:00'));
    expect(await send()).toMatchObject({ outcome: 'held', code: 'NOT_BEGUN' });
    const another = house.admin.as(await house.tokens.of({ role: 'programme-admin', subject: 'another' }));
    expect(await send({ by: another })).toMatchObject({ outcome: 'passed' });
  });

  it('where the centre alone recorded that it began, unless who did is its proctor', async () => {
    const [one, other] = [await day(), (house.database.clock.set('2026-11-23T09:00:00Z'), await day())];
    const manager = async (personId?: string) =>
      house.admin.as(await house.tokens.of({ role: 'academy-manager', academies: [house.academyId], personId }));
    await one.record(await manager(), one.present, one.began);
    await other.record(await manager(other.proctorId), other.present, other.began);
    house.database.clock.set(on('12:00:00'));
    expect(await one.send()).toMatchObject({ outcome: 'held', code: 'NOT_BEGUN' });
    expect(await other.send()).toMatchObject({ outcome: 'passed' });
  });

  it('where it was interrupted and went on by the word of the centre or of its sender alone', async () => {
    const { id, registrationId, record, trainer, present, began, send } = await day();
    const manager = house.admin.as(await house.tokens.of({ role: 'academy-manager', academies: [house.academyId] }));
    const interrupted = { kind: 'interrupted', registrationId, at: on('09:10:00'), reason: 'no power' };
    const resumed = { kind: 'resumed', registrationId, at: on('09:20:00') };
    house.database.clock.set(on('09:30:00'));
    const goesOn = async (by: Api) => {
      const { items } = (await house.admin.get(`/v1/sittings/${id}/records`)).body;
      const last = items.find(
        (one: { kind: string; revokedAt: string | null }) => one.kind === 'resumed' && !one.revokedAt,
      );
      if (last) await house.admin.post(`/v1/exam-day-records/${last.id}/revoke`, { reason: 'by another' });
      expect(await record(by, resumed)).toEqual(['recorded']);
    };
    await record(trainer, present, began, interrupted);
    await goesOn(manager);
    const held = await send();
    expect(held).toMatchObject({ outcome: 'held', code: 'EXAM_WAS_INTERRUPTED' });
    await goesOn(house.admin);
    expect(await send()).toEqual(held);
    await goesOn(house.director);
    expect(await send()).toMatchObject({ outcome: 'passed', resultId: held.resultId });
  });

  it('where the record of its beginning was taken back', async () => {
    const { id, record, trainer, present, began, send } = await day();
    await record(trainer, present, began);
    const { items } = (await house.admin.get(`/v1/sittings/${id}/records`)).body;
    const beginning = items.find(({ kind }: { kind: string }) => kind === 'began');
    await house.admin.post(`/v1/exam-day-records/${beginning.id}/revoke`, { reason: 'another candidate' });
    house.database.clock.set(on('12:00:00'));
    expect(await send()).toMatchObject({ outcome: 'held', code: 'NOT_BEGUN' });
  });

  it('where it comes sooner after the start than an exam can last, and nobody accepts it before', async () => {
    const { record, trainer, present, began, send, decide, state } = await day();
    await record(trainer, present, began);
    house.database.clock.set(on('09:00:59'));
    const held = await send();
    expect(held).toMatchObject({ outcome: 'held', code: 'TOO_SOON' });
    expect(await send({ startedAt: on('08:40:00') })).toMatchObject({ outcome: 'conflict', code: 'RESULT_CONFLICT' });
    expect(await decide(held.resultId)).toMatchObject({ status: 409, code: 'TOO_SOON' });
    expect(await state()).toBe('sat');
    house.database.clock.set(on('09:01:00'));
    expect(await send()).toMatchObject({ outcome: 'passed', resultId: held.resultId });
  });

  it('for as long as the programme says that an exam lasts at least', async () => {
    const { record, trainer, present, began, send, decide } = await day();
    const least = async (leastExamMinutes: number) => house.admin.patch('/v1/exam-rules', { leastExamMinutes });
    expect((await least(0)).status).toBe(422);
    expect((await least(30)).body).toMatchObject({ leastExamMinutes: 30 });
    await record(trainer, present, began);
    house.database.clock.set(on('09:29:59'));
    const held = await send();
    expect(held).toMatchObject({ outcome: 'held', code: 'TOO_SOON' });
    house.database.clock.set(on('09:30:00'));
    expect(await decide(held.resultId)).toMatchObject({ state: 'accepted', heldFor: null });
    await least(1);
  });

  it('for a quarter of its minutes, and five, in a house that says nothing else', async () => {
    const fresh = await examEnvironment();
    const { leastExamMinutes, leastExamPercent } = (await fresh.admin.get('/v1/exam-rules')).body;
    expect({ leastExamMinutes, leastExamPercent }).toEqual({ leastExamMinutes: 5, leastExamPercent: 25 });
    const { id } = (await fresh.book(await fresh.person('quick'), (await fresh.sitting({ seats: 1 })).id)).body;
    fresh.database.clock.set(on('09:00:00'));
    await fresh.begin(id);
    const send = async () => {
      const results = [{ registrationId: id, startedAt: on('09:00:00'), score: 800 }];
      return (await fresh.admin.post('/v1/results', { results })).body.outcomes[0];
    };
    // MO-200 takes 50 minutes.
    fresh.database.clock.set(on('09:12:59'));
    expect(await send()).toMatchObject({ outcome: 'held', code: 'TOO_SOON' });
    fresh.database.clock.set(on('09:13:00'));
    expect(await send()).toMatchObject({ outcome: 'passed' });
    await fresh.close();
  });
});

describe('a result of who is taught by a proctor of the sitting', () => {
  it('is held where courses tell of it once the exam has begun, unless the rules let teachers proctor', async () => {
    const { registrationId, record, trainer, present, began, proctorId, send, decide } = await day();
    await record(trainer, present, began);
    house.database.clock.set(on('12:00:00'));
    const { personId } = await house.registration(registrationId);
    await house.given.enrolment(personId, proctorId, 'enrolled', undefined, null, 2);
    const held = await send();
    expect(held).toMatchObject({ outcome: 'held', code: 'TEACHER_PROCTORED' });
    expect(await decide(held.resultId)).toMatchObject({ state: 'accepted', heldFor: 'TEACHER_PROCTORED' });

    await house.admin.patch('/v1/exam-rules', { teacherMayProctor: true });
    house.database.clock.set('2026-11-23T09:00:00Z');
    const own = await day();
    await own.record(own.trainer, own.present, own.began);
    house.database.clock.set(on('12:00:00'));
    await house.given.enrolment((await house.registration(own.registrationId)).personId, own.proctorId);
    expect(await own.send()).toMatchObject({ outcome: 'passed' });
    await house.admin.patch('/v1/exam-rules', { teacherMayProctor: false });
  });
});

describe('a result whose roll-call was changed afterwards is held', () => {
  const takeBack = async (id: string) =>
    (await house.admin.post(`/v1/exam-day-records/${id}/revoke`, { reason: 'a slip' })).status;

  it('where an absence was taken back, though it is recorded to have begun since', async () => {
    const { registrationId, record, trainer, present, send, decide, id } = await day({ isAdmitted: false });
    const absence = crypto.randomUUID();
    house.database.clock.set(on('09:20:00'));
    const absent = { id: absence, kind: 'absent', registrationId, at: on('09:20:00') };
    await house.admin.post(`/v1/sittings/${id}/records`, { records: [absent] });
    expect(await send()).toMatchObject({ outcome: 'held', code: 'NEVER_SAT' });
    expect(await takeBack(absence)).toBe(200);
    const admitted = { kind: 'admitted', registrationId, identity: 'passport', ndaAccepted: true, at: on('08:55:00') };
    const began = { kind: 'began', registrationId, at: on('09:00:00') };
    expect(await record(trainer, present, admitted, began)).toEqual(['recorded', 'recorded', 'recorded']);
    house.database.clock.set(on('09:25:00'));
    const held = await send();
    expect(held).toMatchObject({ outcome: 'held', code: 'ROLL_CALL_TAKEN_BACK' });
    expect(await decide(held.resultId)).toMatchObject({ state: 'accepted', heldFor: 'ROLL_CALL_TAKEN_BACK' });
  });

  it('where its beginning was recorded later than the tolerance after it happened', async () => {
    const { record, trainer, present, began, send } = await day();
    await record(trainer, present);
    house.database.clock.set(on('09:30:01'));
    await record(trainer, began);
    expect(await send()).toMatchObject({ outcome: 'held', code: 'ROLL_CALL_RECORDED_LATE' });
    house.database.clock.set('2026-11-23T09:00:00Z');
    const inTime = await day();
    await inTime.record(inTime.trainer, inTime.present);
    house.database.clock.set(on('09:30:00'));
    await inTime.record(inTime.trainer, inTime.began);
    expect(await inTime.send()).toMatchObject({ outcome: 'passed' });
  });
});
