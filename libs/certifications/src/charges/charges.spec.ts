import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;
beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());

/** Somebody who cancelled an exam so many days ahead of it. */
async function cancelled(name: string, daysAhead: number) {
  const personId = await house.person(name);
  const { id: sittingId } = await house.sitting({ days: daysAhead });
  const { id } = (await house.book(personId, sittingId)).body;
  return { personId, body: (await house.admin.post(`/v1/registrations/${id}/cancel`)).body };
}
const charges = async (about = '') =>
  (await house.admin.get(`/v1/charges?academyId=${house.academyId}${about}`)).body.items;
const end = (id: string, how: string) => house.admin.post(`/v1/charges/${id}/${how}`, { reason: 'virement 17' });

describe('cancelling late', () => {
  it('is charged in the same moment, by whom and when, and so is cancelling too late without a voucher', async () => {
    const late = await cancelled('late', 3);
    expect(late.body.cancellation).toBe('fee');
    expect((await cancelled('early', 20)).body.cancellation).toBe('free');
    const tooLate = await cancelled('too late', 0.5);
    expect(tooLate.body.cancellation).toBe('forfeited');
    const [last] = await charges(`&personId=${tooLate.personId}`);
    expect(last).toMatchObject({ dirhams: 200, state: 'booked' });
    expect((await end(last.id, 'waive')).body.state).toBe('waived');
    expect((await end(last.id, 'waive')).body).toMatchObject({ status: 409, from: 'waived', to: 'waived' });
    expect(await charges(`&personId=${late.personId}`)).toMatchObject([
      {
        registrationId: late.body.id,
        personId: late.personId,
        dirhams: 200,
        state: 'booked',
        entries: [
          { state: 'booked', at: '2026-11-23T09:00:00.000Z', by: 'test:programme-admin', reason: 'CANCELLED_LATE' },
        ],
      },
    ]);
    await house.admin.post(`/v1/registrations/${late.body.id}/cancel`);
    expect(await charges()).toHaveLength(2);
  });
});

describe('a charge', () => {
  it('is settled or waived once, with its reason, and summed by academy', async () => {
    await house.admin.patch('/v1/exam-rules', { cancellationFee: 150 });
    await cancelled('second', 4);
    await cancelled('third', 4);
    const [first, second, third] = (await charges('&state=booked')).sort(
      (a: { dirhams: number }, b: { dirhams: number }) => b.dirhams - a.dirhams,
    );
    expect((await end(first.id, 'settle')).body).toMatchObject({
      state: 'settled',
      entries: [{ state: 'booked' }, { state: 'settled', by: 'test:programme-admin', reason: 'virement 17' }],
    });
    expect((await end(first.id, 'settle')).body).toMatchObject({ status: 409, from: 'settled' });
    expect((await end(first.id, 'waive')).body).toMatchObject({ code: 'CHARGE_STATE_FORBIDS', from: 'settled' });
    expect((await end(second.id, 'waive')).body.state).toBe('waived');
    expect(await charges('&state=booked')).toMatchObject([{ id: third.id }]);
    expect((await house.admin.get('/v1/charges/balances')).body.items).toEqual([
      { academyId: house.academyId, due: 150, settled: 200, waived: 350 },
    ]);
    const rewritten = house.sql(sql`update charge_entry set reason = 'x' where charge_id = ${first.id}`);
    await expect(rewritten).rejects.toThrow(/charge_entry_stays/);
  });

  it('is read by its academy and its candidate, and ended by the programme alone', async () => {
    const [one] = await charges('&state=booked');
    const as = async (claims: Parameters<typeof house.tokens.of>[0]) => house.admin.as(await house.tokens.of(claims));
    const manager = await as({ role: 'academy-manager', academies: [house.academyId] });
    const stranger = await as({ role: 'academy-manager', academies: [await house.given.academy('Strange')] });
    const candidate = await as({ role: 'candidate', personId: one.personId });
    expect((await manager.get('/v1/charges')).body.items).toHaveLength(4);
    expect((await stranger.get('/v1/charges')).body.items).toEqual([]);
    expect((await candidate.get('/v1/charges')).body.items).toMatchObject([{ id: one.id }]);
    expect((await manager.post(`/v1/charges/${one.id}/waive`, { reason: 'ours' })).status).toBe(403);
  });
});
