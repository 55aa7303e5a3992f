import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;
let prison: string;

beforeAll(async () => {
  house = await examEnvironment();
  prison = await house.given.academy('Inside');
  await house.given.academySays(prison, { profile: 'prison' });
  await house.given.academySays(house.academyId);
});
afterAll(() => house?.close());

async function seated(name: string, days: number, at = house.academyId) {
  const person = await house.given.person(name, at);
  await house.given.personSays(person, at);
  const { id: sittingId } = await house.sitting({ days, at });
  const { id } = (await house.book(person, sittingId)).body;
  return { person, id, sittingId };
}
const GIVEN_UP = { state: 'cancelled', cancellation: 'free', reason: 'CANDIDATE_SITS_ELSEWHERE' };

describe('a candidate of a prison centre', () => {
  it('gives up what is to be sat outside, and what waits for it, once transferred there, and sits on inside', async () => {
    const [transferred, inside] = [await seated('transferred', 10), await seated('inside', 12, prison)];
    const wish = {
      personId: transferred.person,
      examCode: 'MO-100',
      earliest: house.inDays(90),
      latest: house.inDays(91),
    };
    const asked = (await house.admin.post('/v1/registrations', wish)).body;
    await house.given.personSays(transferred.person, prison);
    await house.given.personSays(inside.person, prison);
    expect(await house.registration(transferred.id)).toMatchObject(GIVEN_UP);
    expect(await house.registration(asked.id)).toMatchObject({ ...GIVEN_UP, cancellation: null });
    expect(await house.registration(inside.id)).toMatchObject({ state: 'booked' });
    await house.given.personSays(inside.person, house.academyId);
    expect(await house.registration(inside.id)).toMatchObject(GIVEN_UP);
  });

  it('keeps the seats there when an academy becomes one, whose visitors and travellers lose theirs', async () => {
    const turning = await house.given.academy('Turning');
    await house.given.academySays(turning);
    const [own, visitor] = [await seated('own', 20, turning), await house.person('visitor')];
    await house.given.personSays(visitor, house.academyId);
    const visiting = (await house.book(visitor, own.sittingId)).body;
    const traveller = await house.given.person('traveller', turning);
    await house.given.personSays(traveller, turning);
    const away = (await house.book(traveller, (await house.sitting({ days: 21 })).id)).body;
    await house.given.academySays(turning, { city: 'Salé' });
    expect(await house.registration(away.id)).toMatchObject({ state: 'booked' });
    await house.given.academySays(turning, { profile: 'prison' });
    expect(await house.registration(own.id)).toMatchObject({ state: 'booked' });
    for (const { id } of [visiting, away]) expect(await house.registration(id)).toMatchObject(GIVEN_UP);
  });
});

describe('who was interrupted and is to go on elsewhere', () => {
  it('gives that seat up where they may not sit by then, and stands as interrupted', async () => {
    const { person, id, sittingId } = await seated('interrupted', 30);
    const { startsAt } = await house.registration(id);
    house.database.clock.set(startsAt);
    await house.begin(id);
    const record = {
      id: crypto.randomUUID(),
      kind: 'interrupted',
      at: startsAt,
      registrationId: id,
      reason: 'a flood',
    };
    await house.director.post(`/v1/sittings/${sittingId}/records`, { records: [record] });
    const next = await house.sitting({ days: 2 });
    await house.admin.post(`/v1/registrations/${id}/resume`, { sittingId: next.id });
    await house.given.personSays(person, prison);
    expect(await house.registration(id)).toMatchObject({
      ...{ state: 'sat', sittingId, startsAt: null },
      ...{ interruptedAt: startsAt, reason: 'CANDIDATE_SITS_ELSEWHERE' },
    });
  });
});
