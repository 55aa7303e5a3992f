import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;

beforeAll(async () => {
  house = await examEnvironment();
  await house.admin.patch('/v1/exam-rules', { moveNoticeDays: 0 });
});
afterAll(() => house?.close());
afterEach(() => house.database.clock.set('2026-11-23T09:00:00Z'));

const START = '2026-11-23T08:00:00Z';

/** A result that was sent for a sitting on the 24th; then that sitting falls, and its candidate is seated anew on the 25th. */
async function moved() {
  const first = await house.sitting({ seats: 1 });
  const id: string = (await house.book(await house.person(`of ${first.id}`), first.id)).body.id;
  const send = async (startedAt = START) =>
    (await house.admin.post('/v1/results', { results: [{ registrationId: id, startedAt, score: 900 }] })).body
      .outcomes[0];
  const sent = await send();
  await house.admin.post(`/v1/sittings/${first.id}/cancel`, { reason: 'a strike' });
  const second = await house.sitting({ days: 2, seats: 1 });
  await house.work();
  expect(await house.registration(id)).toMatchObject({ state: 'booked', sittingId: second.id });
  return {
    id,
    first,
    second,
    sent,
    send,
    decide: async (resultId: string, accept = true) =>
      (await house.director.post(`/v1/results/${resultId}/decide`, { accept, reason: 'looked into' })).body,
    result: async (resultId: string) => {
      const { items } = (await house.admin.get(`/v1/results?registrationId=${id}`)).body;
      return (items as { id: string }[]).find((one) => one.id === resultId);
    },
  };
}

describe('a held result', () => {
  it('is of the sitting that it was sent for: it says so, and is not accepted for another one', async () => {
    const { id, first, sent, decide, result } = await moved();
    expect(sent).toMatchObject({ outcome: 'held', code: 'SITTING_NOT_BEGUN' });
    house.database.clock.set('2026-11-25T12:00:00Z');
    await house.admit(id);
    expect(await result(sent.resultId)).toMatchObject({
      ...{ state: 'held', heldFor: 'SENT_FOR_ANOTHER_SITTING', sittingStartsAt: first.startsAt },
    });
    expect(await decide(sent.resultId)).toMatchObject({ status: 409, code: 'SENT_FOR_ANOTHER_SITTING' });
    expect(await house.registration(id)).toMatchObject({ state: 'booked', score: null });
    expect(await decide(sent.resultId, false)).toMatchObject({ state: 'rejected' });
  });

  it('is another one where it is sent again of the sitting that its candidate has by then', async () => {
    const { id, sent, send, decide, result } = await moved();
    await decide(sent.resultId, false);
    const again = await send();
    expect(again).toMatchObject({ outcome: 'held', code: 'SITTING_NOT_BEGUN' });
    expect(again.resultId).not.toBe(sent.resultId);
    expect(await send()).toEqual(again);
    house.database.clock.set('2026-11-25T12:00:00Z');
    expect(await result(again.resultId)).toMatchObject({ heldFor: 'STARTED_OUTSIDE_SITTING' });
    expect(await decide(again.resultId)).toMatchObject({ state: 'accepted' });
    const { body } = await house.admin.get(`/v1/results/${id}`);
    expect(body.revisions).toMatchObject([{ startedAt: '2026-11-25T09:00:00.000Z' }]);
  });

  it('waits for nothing once the exam day proves it', async () => {
    const { id, send, result } = await moved();
    house.database.clock.set('2026-11-25T12:00:00Z');
    const start = '2026-11-25T09:05:00Z';
    const held = await send(start);
    expect(held).toMatchObject({ outcome: 'held', code: 'NOT_ADMITTED' });
    await house.begin(id);
    expect(await result(held.resultId)).toMatchObject({ state: 'held', heldFor: null });
    expect(await send(start)).toMatchObject({ outcome: 'passed', resultId: held.resultId });
  });
});
