import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;

beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());
afterEach(() => house.database.clock.set('2026-11-23T09:00:00Z'));

/** Sittings are a day ahead, on the 24th from 9:00 to 10:30. */
const on = (time: string): string => `2026-11-24T${time}:00Z`;
const leaves = (person: string, leftOn?: string) =>
  house.given.personSays(person, house.academyId, { state: 'inactive', leftOn });
const send = async (registrationId: string) =>
  (await house.admin.post('/v1/results', { results: [{ registrationId, startedAt: on('09:05'), score: 1000 }] })).body
    .outcomes[0];
const heldFor = async (registrationId: string) =>
  (await house.admin.get(`/v1/results?first=10&registrationId=${registrationId}`)).body.items[0].heldFor;

/** Somebody who was let in on the 24th; the clock stands a day later. */
async function candidate(name: string) {
  const personId = await house.person(name);
  const { id: sittingId } = await house.sitting();
  const { id } = (await house.book(personId, sittingId)).body;
  house.database.clock.set('2026-11-25T12:00:00Z');
  await house.begin(id);
  return { id, personId, sittingId };
}

describe('a result of who has left', () => {
  it('is held where it started after the day of leaving, though the exam day says that the candidate sat', async () => {
    const { id, personId } = await candidate('left the day before');
    await leaves(personId, '2026-11-23');
    const outcome = await send(id);
    expect(outcome).toMatchObject({ outcome: 'held', code: 'PERSON_HAS_LEFT' });
    expect(await house.registration(id)).toMatchObject({ state: 'sat', score: null });
    const decided = await house.director.post(`/v1/results/${outcome.resultId}/decide`, {
      accept: true,
      reason: 'the register was late',
    });
    expect(decided.body.state).toBe('accepted');
    expect((await house.registration(id)).state).toBe('passed');
  });

  it('counts where it started by that day, or where nobody knows the day', async () => {
    const [sameDay, unknown] = [
      await candidate('left that day'),
      await (house.database.clock.set('2026-11-23T09:00:00Z'), candidate('left at some time')),
    ];
    await leaves(sameDay.personId, '2026-11-24');
    await leaves(unknown.personId);
    expect((await send(sameDay.id)).outcome).toBe('passed');
    expect((await send(unknown.id)).outcome).toBe('passed');
  });

  it('counts once the register says that the person is here', async () => {
    const { id, personId } = await candidate('did not leave after all');
    await leaves(personId, '2026-11-23');
    await send(id);
    expect(await heldFor(id)).toBe('PERSON_HAS_LEFT');
    await house.given.personSays(personId, house.academyId);
    expect(await heldFor(id)).toBeNull();
    expect((await send(id)).outcome).toBe('passed');
  });
});

describe('an interrupted exam', () => {
  it('does not go on elsewhere for who has left', async () => {
    const { id, personId, sittingId } = await candidate('interrupted');
    const later = await house.sitting({ days: 2 });
    const { proctorIds } = (await house.admin.get(`/v1/sittings/${sittingId}`)).body;
    const records = [
      { kind: 'proctor-present', proctorId: proctorIds[0], at: on('08:30') },
      { kind: 'began', registrationId: id, at: on('09:02') },
      { kind: 'interrupted', registrationId: id, at: on('09:20'), reason: 'a power cut' },
    ].map((about) => ({ id: crypto.randomUUID(), ...about }));
    await house.admin.post(`/v1/sittings/${sittingId}/records`, { records });
    await leaves(personId, '2026-11-25');
    const resume = () => house.admin.post(`/v1/registrations/${id}/resume`, { sittingId: later.id });
    expect(await resume()).toMatchObject({ status: 409, body: { code: 'PERSON_NOT_ACTIVE' } });
    await house.given.personSays(personId, house.academyId);
    expect((await resume()).body).toMatchObject({ state: 'sat', sittingId: later.id });
  });
});
