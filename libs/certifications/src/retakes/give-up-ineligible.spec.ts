import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;

beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());

async function seated(name: string, days: number) {
  const person = await house.person(name);
  const { id: sittingId } = await house.sitting({ days });
  return { person, id: (await house.book(person, sittingId)).body.id as string };
}
const given = (reason: string) => ({ state: 'cancelled', cancellation: 'free', reason });

it('gives up the seat of who may no longer sit the exam when an attempt made elsewhere becomes known', async () => {
  const [passed, hasty, later] = [await seated('passed', 3), await seated('hasty', 1.5), await seated('later', 4)];
  house.database.clock.set(house.inDays(1));
  const attempt = (personId: string, score: number) => ({
    ...{ personId, examCode: 'MO-200', score },
    startedAt: house.inDays(-0.1),
  });
  const attempts = [attempt(passed.person, 900), attempt(hasty.person, 300), attempt(later.person, 300)];
  const { body } = await house.admin.post('/v1/past-attempts', { attempts, source: 'Certiport' });
  house.database.clock.set('2026-11-23T09:00:00Z');
  expect(body.outcomes).toEqual(['recorded', 'recorded', 'recorded']);
  expect(await house.registration(passed.id)).toMatchObject(given('ALREADY_PASSED'));
  expect(await house.registration(hasty.id)).toMatchObject(given('RETAKE_TOO_SOON'));
  expect(await house.registration(later.id)).toMatchObject({ state: 'booked' });
});
