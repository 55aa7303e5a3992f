import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;

beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());
afterEach(() => house.database.clock.set('2026-11-23T09:00:00Z'));

/** Somebody who was let in at 8:45 for an exam at 9:00; it is 8:50. */
async function admitted(name: string) {
  house.database.clock.set('2026-11-23T09:00:00Z');
  const sitting = await house.sitting({ seats: 2 });
  const personId = await house.person(name);
  const { id } = (await house.book(personId, sitting.id)).body as { id: string };
  house.database.clock.set('2026-11-24T08:50:00Z');
  await house.admit(id);
  return { id, personId, sitting };
}

describe('a candidate who was let in', () => {
  it('gives no seat up, nor has it given up, at any door, until the admission is taken back', async () => {
    const { id, personId, sitting } = await admitted('inside');
    await house.sql(sql`update registration set move_reason = 'ROOM_WAS_CLOSED' where id = ${id}`);
    const refused = { status: 409, body: { code: 'CANDIDATE_IS_ADMITTED' } };
    for (const by of [house.admin, await house.candidate(personId)]) {
      expect(await by.post(`/v1/registrations/${id}/cancel`)).toMatchObject(refused);
      expect(await by.post(`/v1/registrations/${id}/decline-move`)).toMatchObject(refused);
      for (const field of ['cancelRegistration', 'declineMove']) {
        const type = field === 'declineMove' ? 'DeclineMoveInput' : 'CancelRegistrationInput';
        const asked = `mutation ($input: ${type}!) { ${field}(input: $input) { state } }`;
        const { errors } = (await by.graphql(asked, { input: { id } })).body;
        expect(errors).toMatchObject([{ extensions: refused.body }]);
      }
    }
    expect((await house.registration(id)).state).toBe('booked');
    const { items } = (await house.admin.get(`/v1/sittings/${sitting.id}/records`)).body;
    const why = { reason: 'went home' };
    expect((await house.admin.post(`/v1/exam-day-records/${items[0].id}/revoke`, why)).status).toBe(200);
    expect((await house.admin.post(`/v1/registrations/${id}/cancel`)).body).toMatchObject({ state: 'cancelled' });
  });

  it('sits, though it becomes known of them that they have left or passed elsewhere', async () => {
    const [left, passed] = [await admitted('who left'), await admitted('who passed')];
    await house.given.personSays(left.personId, house.academyId, { state: 'inactive', leftOn: '2026-11-23' });
    const attempt = { personId: passed.personId, examCode: 'MO-200', startedAt: '2026-11-20T09:00:00Z', score: 900 };
    await house.admin.post('/v1/past-attempts', { attempts: [attempt], source: 'Certiport' });
    for (const { id } of [left, passed]) expect((await house.registration(id)).state).toBe('booked');
  });

  it('is the last to lose a seat to a room that becomes smaller, and loses it with the sitting', async () => {
    const sitting = await house.sitting({ seats: 2 });
    const book = async (name: string) => (await house.book(await house.person(name), sitting.id)).body.id as string;
    const [first, inside] = [await book('booked first'), await book('booked last, and inside')];
    house.database.clock.set('2026-11-24T08:50:00Z');
    await house.admit(inside);
    await house.given.roomSays(sitting.roomId, house.academyId, { seats: 1 });
    expect(await house.registration(first)).toMatchObject({ state: 'requested', sittingId: null });
    expect(await house.registration(inside)).toMatchObject({ state: 'booked', sittingId: sitting.id });
    await house.given.roomSays(sitting.roomId, house.academyId, { state: 'closed' });
    expect(await house.registration(inside)).toMatchObject({ state: 'requested', sittingId: null });
  });
});
