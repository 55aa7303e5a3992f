import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;

beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());
afterEach(() => house.database.clock.set('2026-11-23T09:00:00Z'));

/** Somebody booked in a sitting so many days ahead, and who proctors it. */
async function booked(name: string, days: number) {
  const sitting = await house.sitting({ days, seats: 1 });
  const personId = await house.person(name);
  const { id } = (await house.book(personId, sitting.id)).body;
  return { id, personId, proctorId: sitting.proctorIds[0]!, startsAt: sitting.startsAt };
}
const cancel = async (id: string) => (await house.admin.post(`/v1/registrations/${id}/cancel`)).body;

describe('who is enrolled with a proctor of the sitting that they are booked in', () => {
  it('is seated anew while giving the seat up is free', async () => {
    const one = await booked('enrolled in time', 30);
    await house.given.enrolment(one.personId, one.proctorId);
    expect(await house.registration(one.id)).toMatchObject({ state: 'requested', reason: 'TEACHER_WOULD_PROCTOR' });
  });

  it('keeps the booking, and what giving it up costs, from the day on which that costs something', async () => {
    const one = await booked('enrolled late', 2);
    await house.given.enrolment(one.personId, one.proctorId);
    expect(await house.registration(one.id)).toMatchObject({ state: 'booked', moveReason: null });
    await house.given.enrolment(one.personId, one.proctorId, 'withdrawn');
    expect(await cancel(one.id)).toMatchObject({ state: 'cancelled', cancellation: 'fee' });
  });

  it('keeps the seat once let in, whatever giving it up would cost', async () => {
    await house.admin.patch('/v1/exam-rules', { freeCancellationDays: 0, forfeitHours: 0 });
    const one = await booked('enrolled at the door', 1);
    house.database.clock.set(new Date(Date.parse(one.startsAt) - 600_000).toISOString());
    await house.admit(one.id);
    await house.given.enrolment(one.personId, one.proctorId);
    expect(await house.registration(one.id)).toMatchObject({ state: 'booked', moveReason: null });
    await house.admin.patch('/v1/exam-rules', { freeCancellationDays: 6, forfeitHours: 24 });
  });
});
