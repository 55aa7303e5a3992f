import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;
beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());

async function asked(personId: string, days: number, about: object = {}): Promise<string> {
  const wish = { personId, examCode: 'MO-200', earliest: house.inDays(days - 0.4), latest: house.inDays(days + 0.4) };
  const { id } = (await house.admin.post('/v1/registrations', { ...wish, ...about })).body;
  await house.work();
  return id as string;
}
const reasonOf = async (id: string): Promise<unknown> => (await house.registration(id)).reason;

describe('who waits for a seat', () => {
  it('is told that there are seats, but in no period that was agreed to', async () => {
    expect(await reasonOf(await asked(await house.person('before there is any'), 50))).toBe('NO_FREE_SEAT');
    await house.sitting({ days: 60 });
    expect(await reasonOf(await asked(await house.person('another time'), 50))).toBe('NO_SEAT_IN_PERIOD');
    const other = await house.given.academy('Without a sitting');
    const only = await asked(await house.person('there alone'), 50, { academyId: other });
    expect(await reasonOf(only)).toBe('NO_FREE_SEAT');
  });

  it('is told so once an academy is closed, where the seats that are left come before the notice of a move', async () => {
    const academyId = await house.given.academy('Closes');
    const personId = await house.given.person('of the closed one', academyId);
    const { id: sittingId } = await house.sitting({ days: 5, at: academyId });
    await house.sitting({ days: 5.2 });
    const { id } = (await house.book(personId, sittingId)).body;
    await house.given.academySays(academyId, { state: 'closed' });
    await house.swept();
    const waiting = { state: 'waitlisted', moveReason: 'ACADEMY_WAS_CLOSED', reason: 'NO_SEAT_AFTER_NOTICE' };
    expect(await house.registration(id)).toMatchObject(waiting);
  });
});

describe('who was moved to another academy', () => {
  it('is found by either academy, and says where the exam is sat', async () => {
    const [academyId, refuge] = [await house.given.academy('Left'), await house.given.academy('Refuge')];
    const personId = await house.given.person('moved there', academyId);
    const { id: sittingId } = await house.sitting({ days: 100, at: academyId });
    const { id } = (await house.book(personId, sittingId)).body;
    await house.sitting({ days: 100.2, at: refuge });
    await house.admin.post(`/v1/sittings/${sittingId}/cancel`, { reason: 'POWER_CUT' });
    await house.swept();
    const there = { id, state: 'booked', academyId, sittingAcademyId: refuge };
    for (const one of [academyId, refuge])
      expect((await house.admin.get(`/v1/registrations?academyId=${one}`)).body.items).toMatchObject([there]);
    const manages = async (academy: string) =>
      house.admin.as(await house.tokens.of({ role: 'academy-manager', academies: [academy] }));
    const list = async (by: typeof house.admin) => (await by.get('/v1/registrations')).body.items;
    expect(await list(await manages(refuge))).toMatchObject([there]);
    expect(await list(await manages(await house.given.academy('Neither')))).toEqual([]);
    const read = `{ registration(id: "${id}") { sittingAcademyId } }`;
    const seen = (await (await manages(refuge)).graphql(read)).body.data.registration;
    expect(seen).toEqual({ sittingAcademyId: refuge });
  });
});
