import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;
beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());

/** Somebody whose exam is cancelled so many days ahead of it, as they asked for unless that is not said. */
async function cancelled(name: string, daysAhead: number, said: object = { onRequest: true }) {
  const personId = await house.person(name);
  const { id: sittingId } = await house.sitting({ days: daysAhead });
  const { id } = (await house.book(personId, sittingId)).body;
  return { personId, body: (await house.admin.post(`/v1/registrations/${id}/cancel`, said)).body };
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

describe('a cancellation by somebody else than the candidate', () => {
  it('is borne by the academy: the candidate is charged nothing, and has the voucher to book with again', async () => {
    const academyId = await house.given.academy('Bearer');
    const manager = house.admin.as(await house.tokens.of({ role: 'academy-manager', academies: [academyId] }));
    const lot = { family: 'mos', vouchers: 1, reference: 'borne', purchasedOn: '2026-11-01', expiresOn: '2027-12-31' };
    const { body: bought } = await house.admin.post('/v1/voucher-lots', lot);
    await house.admin.post(`/v1/voucher-lots/${bought.id}/allocate`, { academyId, vouchers: 1 });
    const personId = await house.given.person('sent away', academyId);
    const own = house.admin.as(await house.tokens.of({ role: 'candidate', personId }));
    const { id: sittingId } = await house.sitting({ days: 0.5, at: academyId });
    const { id } = (await house.book(personId, sittingId)).body;
    const { body } = await manager.post(`/v1/registrations/${id}/cancel`, { reason: 'the heating is broken' });
    const said = { reason: 'the heating is broken', onRequest: false, cancellation: 'fee' };
    expect(body).toMatchObject({ state: 'cancelled', ...said, cancelledBy: 'test:academy-manager' });
    expect((await own.get(`/v1/registrations/${id}`)).body).toMatchObject(said);
    expect((await house.admin.get(`/v1/vouchers?personId=${personId}`)).body.items).toMatchObject([
      { state: 'assigned', registrationId: null },
    ]);
    expect((await manager.get('/v1/charges')).body.items).toMatchObject([
      { registrationId: id, academyId, dirhams: 200, payer: 'academy' },
    ]);
    expect((await own.get('/v1/charges')).body.items).toEqual([]);
    expect((await house.admin.get(`/v1/charges/balances?academyId=${academyId}`)).body.items).toMatchObject([
      { due: 200 },
    ]);
    const waived = (await manager.get('/v1/charges')).body.items[0].id;
    await end(waived, 'waive');
  });

  it('is the candidate’s where they asked for it, which is kept with who cancelled, as where they do it themselves', async () => {
    const academyId = await house.given.academy('Asked');
    const late = async (name: string) => {
      const personId = await house.given.person(name, academyId);
      const { id: sittingId } = await house.sitting({ days: 3, at: academyId });
      return { personId, id: (await house.book(personId, sittingId)).body.id };
    };
    const manager = house.admin.as(await house.tokens.of({ role: 'academy-manager', academies: [academyId] }));
    const asked = await late('asked for it');
    const read = `mutation ($input: CancelRegistrationInput!) {
      cancelRegistration(input: $input) { onRequest cancelledBy reason cancellation } }`;
    const input = { id: asked.id, onRequest: true, reason: 'by telephone' };
    expect((await manager.graphql(read, { input })).body.data.cancelRegistration).toEqual({
      ...{ onRequest: true, cancelledBy: 'test:academy-manager', reason: 'by telephone', cancellation: 'FEE' },
    });
    const self = await late('by themselves');
    const own = house.admin.as(await house.tokens.of({ role: 'candidate', personId: self.personId }));
    expect((await own.post(`/v1/registrations/${self.id}/cancel`)).body).toMatchObject({
      onRequest: true,
      reason: null,
    });
    expect((await own.get('/v1/charges')).body.items).toMatchObject([{ registrationId: self.id, payer: 'candidate' }]);
    const { items } = (await manager.get('/v1/charges')).body;
    expect(items).toMatchObject([{ payer: 'candidate' }, { payer: 'candidate' }]);
    for (const { id } of items) await end(id, 'waive');
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
    expect((await house.admin.get(`/v1/charges/balances?academyId=${house.academyId}`)).body.items).toEqual([
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
