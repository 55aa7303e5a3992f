import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;
beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());

/** Somebody who books and gives up in person, so many days ahead of the exam. */
async function cancelled(name: string, daysAhead: number) {
  const personId = await house.person(name);
  const { id: sittingId } = await house.sitting({ days: daysAhead });
  const own = await house.candidate(personId);
  const { id } = (await own.post('/v1/registrations', { personId, sittingId, examCode: 'MO-200' })).body;
  return { personId, body: (await own.post(`/v1/registrations/${id}/cancel`)).body };
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
        entries: [{ state: 'booked', at: '2026-11-23T09:00:00.000Z', by: 'test:candidate', reason: 'CANCELLED_LATE' }],
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

  it('is the academy’s though it is said that the candidate asked, which is kept with who cancelled', async () => {
    const academyId = await house.given.academy('Asked');
    const manager = house.admin.as(await house.tokens.of({ role: 'academy-manager', academies: [academyId] }));
    const read = `mutation ($input: CancelRegistrationInput!) {
      cancelRegistration(input: $input) { onRequest ownWish cancelledBy reason cancellation } }`;
    for (const [days, byWhom] of [3, 0.5].flatMap((days) =>
      (['academy', 'candidate'] as const).map((who) => [days, who] as const),
    )) {
      const { id, own } = await bookedBy(byWhom, { academyId, days });
      const input = { id, onRequest: true, reason: 'by telephone' };
      expect((await manager.graphql(read, { input })).body.data.cancelRegistration).toEqual({
        ...{ onRequest: true, ownWish: byWhom === 'candidate', cancelledBy: 'test:academy-manager' },
        ...{ reason: 'by telephone', cancellation: 'FEE' },
      });
      expect((await own.get('/v1/charges')).body.items).toEqual([]);
      const [charge] = (await manager.get(`/v1/charges?state=booked`)).body.items;
      expect(charge).toMatchObject({ registrationId: id, payer: 'academy' });
      await end(charge.id, 'waive');
    }
  });

  it('is the candidate’s only of a seat that they asked for in person, and not where their academy booked it', async () => {
    const academyId = await house.given.academy('Unasked');
    for (const [byWhom, payer] of [
      ['academy', 'academy'],
      ['candidate', 'candidate'],
    ] as const) {
      const { id, own } = await bookedBy(byWhom, { academyId, days: 3 });
      const { body } = await own.post(`/v1/registrations/${id}/cancel`);
      expect(body).toMatchObject({ onRequest: true, ownWish: byWhom === 'candidate', cancellation: 'fee' });
      const [charge] = (await house.admin.get(`/v1/charges?academyId=${academyId}&state=booked`)).body.items;
      expect(charge).toMatchObject({ registrationId: id, payer });
      await end(charge.id, 'waive');
    }
  });

  it('is the candidate’s too where a worker seated whom the candidate asked for', async () => {
    const academyId = await house.given.academy('Wished');
    const personId = await house.given.person('wished', academyId);
    const own = await house.candidate(personId);
    await house.sitting({ days: 3, at: academyId });
    const window = { earliest: house.inDays(2), latest: house.inDays(4), academyId };
    const { id } = (await own.post('/v1/registrations', { personId, examCode: 'MO-200', ...window })).body;
    await house.work();
    expect((await own.post(`/v1/registrations/${id}/cancel`)).body).toMatchObject({
      ownWish: true,
      cancellation: 'fee',
    });
    expect((await own.get('/v1/charges')).body.items).toMatchObject([{ registrationId: id, payer: 'candidate' }]);
  });
});

let serial = 0;
/** Somebody with a seat that many days ahead, who booked it or whose academy did, unasked. */
async function bookedBy(byWhom: 'candidate' | 'academy', { academyId, days }: { academyId: string; days: number }) {
  const personId = await house.given.person(`booked ${++serial}`, academyId);
  const own = await house.candidate(personId);
  const manager = house.admin.as(await house.tokens.of({ role: 'academy-manager', academies: [academyId] }));
  const { id: sittingId } = await house.sitting({ days, at: academyId });
  const by = byWhom === 'candidate' ? own : manager;
  const { id } = (await by.post('/v1/registrations', { personId, sittingId, examCode: 'MO-200' })).body;
  return { id: id as string, own };
}

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

describe('what others are told of a charge', () => {
  it('is that it is due, before they are told that its registration is cancelled, and what it came to', async () => {
    const { personId, body } = await cancelled('is told', 3);
    const [{ id }] = await charges(`&personId=${personId}`);
    await end(id, 'settle');
    const told = await house.sql(sql`
      select type, c -> 'd' ->> 'state' as state, c -> 'd' ->> 'personId' as of, (c ->> 'v')::int as version
      from event_new, jsonb_array_elements(body -> 'changes') c
      where c ->> 's' = any(${[id, body.id]}) and type not in ('ExamRequested', 'SeatBooked') order by event_new.id`);
    expect(told).toEqual([
      { type: 'ChargeBooked', state: 'booked', of: personId, version: 1 },
      { type: 'RegistrationCancelled', state: 'cancelled', of: personId, version: expect.any(Number) },
      { type: 'ChargeSettled', state: 'settled', of: personId, version: 2 },
    ]);
  });

  it('is told by the database where the release before books or ends it, which tells nobody', async () => {
    const { personId } = await cancelled('by the release before', 3);
    const [{ id }] = await charges(`&personId=${personId}`);
    const told = () =>
      house.sql(sql`
        select type, c -> 'd' ->> 'state' as state, (c ->> 'v')::int as version, at
        from event_new, jsonb_array_elements(body -> 'changes') c where subject = 'charge' and c ->> 's' = ${id} order by event_new.id`);
    expect(await told()).toHaveLength(1);
    const at = new Date('2026-11-23T11:00:00Z');
    await house.database.db.asActor(actorOf('system'), async (tx) => {
      await tx.query(sql`update charge set state = 'waived', version = version + 1 where id = ${id}`);
      await tx.query(sql`
        insert into charge_entry(charge_id, state, at, made_by, reason) values (${id}, 'waived', ${at}, 'x', 'virement')`);
    });
    expect((await told()).at(-1)).toEqual({ type: 'ChargeWaived', state: 'waived', version: 2, at });
    expect(await told()).toHaveLength(2);
  });
});
