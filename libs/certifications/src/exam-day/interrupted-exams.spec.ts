import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;

beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());
afterEach(() => house.database.clock.set('2026-11-23T09:00:00Z'));

/** The sitting is a day ahead: it starts at 9:00 on the 24th and lasts 90 minutes. */
const on = (time: string): string => `2026-11-24T${time}:00Z`;

describe('an interrupted exam', () => {
  async function interrupted() {
    const sitting = await house.sitting({ seats: 1 });
    const registrationId: string = (await house.book(await house.person(`of ${sitting.id}`), sitting.id)).body.id;
    house.database.clock.set(on('12:00'));
    const send = async (...records: object[]) =>
      (
        await house.admin.post(`/v1/sittings/${sitting.id}/records`, {
          records: records.map((record) => ({ id: crypto.randomUUID(), ...record })),
        })
      ).body.outcomes.map(({ outcome, code }: { outcome: string; code: string }) => code ?? outcome);
    const admission = { kind: 'admitted', identity: 'national-card', ndaAccepted: true, at: on('08:45') };
    await send(
      { kind: 'proctor-present', proctorId: sitting.proctorIds[0], at: on('08:30') },
      { ...admission, registrationId },
      { kind: 'began', registrationId, at: on('09:00') },
      { kind: 'interrupted', registrationId, reason: 'a power cut', at: on('09:30') },
    );
    return { ...sitting, send, registrationId };
  }

  it('goes on in its sitting, or in another one within seven days, as the same attempt', async () => {
    const { registrationId, send, id } = await interrupted();
    expect(await send({ kind: 'interrupted', registrationId, reason: 'again', at: on('09:40') })).toEqual([
      'ALREADY_INTERRUPTED',
    ]);
    house.database.clock.set('2026-11-25T09:00:00Z');
    const [soon, late] = [await house.sitting({ days: 5 }), await house.sitting({ days: 7 })];
    const resume = (sittingId: string) => house.admin.post(`/v1/registrations/${registrationId}/resume`, { sittingId });
    expect((await resume(late.id)).body).toMatchObject({
      code: 'RESUME_TOO_LATE',
      resumableUntil: '2026-12-01T09:30:00.000Z',
    });
    const own = await house.sitting({ days: 4 });
    await house.given.enrolment((await house.registration(registrationId)).personId, own.proctorIds[0]!);
    expect((await resume(own.id)).body.code).toBe('TEACHER_WOULD_PROCTOR');
    expect((await resume(soon.id)).body).toMatchObject({
      sittingId: soon.id,
      state: 'sat',
      workstation: 1,
      reason: 'EXAM_GOES_ON_ELSEWHERE',
    });
    expect((await house.admin.get(`/v1/sittings/${id}`)).body.taken).toBe(0);
    house.database.clock.set('2026-11-30T12:00:00Z');
    const records = (at: string) => ({ records: [{ id: crypto.randomUUID(), kind: 'resumed', registrationId, at }] });
    const early = await house.admin.post(`/v1/sittings/${soon.id}/records`, records('2026-11-29T09:05:00Z'));
    expect(early.body.outcomes).toMatchObject([{ code: 'TOO_EARLY' }]);
    const over = await house.admin.post(`/v1/sittings/${soon.id}/records`, records('2026-11-30T10:30:00Z'));
    expect(over.body.outcomes).toMatchObject([{ code: 'OUTSIDE_THE_SITTING' }]);
    const { body } = await house.admin.post(`/v1/sittings/${soon.id}/records`, records('2026-11-30T09:05:00Z'));
    expect(body.outcomes).toMatchObject([{ outcome: 'recorded' }]);
    const [started] = await house.sql(sql`select started_at from registration where id = ${registrationId}`);
    expect(started).toEqual({ started_at: new Date(on('09:00')) });
  });

  it('goes on at no academy that is suspended', async () => {
    const { registrationId } = await interrupted();
    house.database.clock.set('2026-11-25T09:00:00Z');
    const suspended = await house.given.academy('Suspended');
    const { id: sittingId } = await house.sitting({ days: 3, at: suspended });
    await house.given.academySays(suspended, { state: 'suspended' });
    const { status, body } = await house.admin.post(`/v1/registrations/${registrationId}/resume`, { sittingId });
    expect([status, body.code]).toEqual([409, 'ACADEMY_NOT_ACCREDITED']);
  });

  it('is over after seven days, ends with its sitting, and what was not interrupted does not resume', async () => {
    const { registrationId, send } = await interrupted();
    house.database.clock.set('2026-12-10T09:00:00Z');
    const resumed = (at: string) => send({ kind: 'resumed', registrationId, at });
    expect(await resumed('2026-12-01T09:31:00Z')).toEqual(['RESUME_TOO_LATE']);
    expect(await resumed('2026-12-01T09:30:00Z')).toEqual(['OUTSIDE_THE_SITTING']);
    expect(await resumed(on('10:30'))).toEqual(['OUTSIDE_THE_SITTING']);
    expect(await resumed(on('10:29'))).toEqual(['recorded']);
    expect(await resumed(on('10:29'))).toEqual(['NOT_INTERRUPTED']);
    const { id } = await house.sitting({ days: 3 });
    expect((await house.admin.post(`/v1/registrations/${registrationId}/resume`, { sittingId: id })).body.code).toBe(
      'NOT_INTERRUPTED',
    );
  });
});
