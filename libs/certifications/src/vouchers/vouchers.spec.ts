import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';
import { LapseVouchersHandler } from './lapse-vouchers.js';
import { VoidBegunVouchersHandler } from './void-begun-vouchers.js';
import { unbind } from './voucher.writer.js';

let house: ExamEnvironment;
let lots = 0;

beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());

const buy = async (vouchers: number, expiresOn: string, about: object = {}) =>
  (
    await house.admin.post('/v1/voucher-lots', {
      family: 'mos',
      vouchers,
      reference: `order ${++lots}`,
      purchasedOn: '2026-11-01',
      expiresOn,
      ...about,
    })
  ).body;
const give = (lot: { id: string }, academyId: string, vouchers: number) =>
  house.admin.post(`/v1/voucher-lots/${lot.id}/allocate`, { academyId, vouchers });
/** An academy of its own with so many vouchers, and somebody in it. */
let academies = 0;
async function academyWith(vouchers: number, expiresOn = '2027-12-31') {
  const academyId = await house.given.academy(`Vouchers ${++academies}`);
  const lot = await buy(Math.max(vouchers, 1), expiresOn);
  if (vouchers > 0) await give(lot, academyId, vouchers);
  const person = (name: string) => house.given.person(`${name} of ${academyId}`, academyId);
  return { academyId, lot, person };
}
const assign = (personId: string, about: object = {}) =>
  house.admin.post('/v1/vouchers', { personId, family: 'mos', ...about });
const voucherOf = async (registrationId: string) => {
  const [row] = await house.sql<{ id: string; state: string; lot_id: string }>(
    sql`select id, state, lot_id from voucher where registration_id = ${registrationId}`,
  );
  return row;
};
/** Every lot sums to nothing, every balance is what its movements come to, and what is assigned is so many vouchers. */
async function expectBalanced() {
  const wrong = await house.sql(sql`
    select 'sum' as what from voucher_balance group by lot_id having sum(vouchers) <> 0
    union all
    select 'balance' from voucher_balance b where vouchers <>
      (select coalesce(sum(case when m.to_account = b.account then m.vouchers else -m.vouchers end), 0)
        from voucher_movement m where m.lot_id = b.lot_id and b.account in (m.to_account, m.from_account))
    union all
    select 'assigned' from voucher_balance b where b.account like 'assigned:%' and b.vouchers <>
      (select count(*) from voucher v where v.lot_id = b.lot_id and v.state = 'assigned'
        and 'assigned:' || v.academy_id = b.account)`);
  expect(wrong).toEqual([]);
}

describe('a lot', () => {
  it('shows its expiry in US Central Time and on the clocks of Morocco, and goes to academies as far as it reaches', async () => {
    const lot = await buy(10, '2026-12-31');
    expect(lot).toMatchObject({ expiresAt: '2027-01-01T05:59:59.000Z', expiresWallTime: '2027-01-01T05:59:59' });
    expect((await give(lot, house.academyId, 7)).body.unallocated).toBe(3);
    expect((await give(lot, house.academyId, 4)).body.code).toBe('VOUCHERS_NOT_COVERED');
    const recall = (vouchers: number) =>
      house.admin.post(`/v1/voucher-lots/${lot.id}/recall`, { academyId: house.academyId, vouchers });
    expect((await recall(8)).body.code).toBe('VOUCHERS_NOT_COVERED');
    expect((await recall(7)).body.unallocated).toBe(10);
    await expectBalanced();
  });

  it('is never extended, its movements stay, and no account goes below nothing: the database says so', async () => {
    const lot = await buy(5, '2026-12-31');
    const extended = house.sql(sql`update voucher_lot set expires_at = '2030-01-01' where id = ${lot.id}`);
    await expect(extended).rejects.toThrow(/voucher_never_extended/);
    await expect(house.sql(sql`delete from voucher_movement where lot_id = ${lot.id}`)).rejects.toThrow(
      /stays as it is/,
    );
    const overdrawn = house.sql(sql`
      insert into voucher_movement(lot_id, from_account, to_account, vouchers, at, made_by)
      values (${lot.id}, 'programme', 'stock:x', 6, '2026-11-23', 'test')`);
    await expect(overdrawn).rejects.toThrow(/voucher_balance_covered/);
  });

  it('that has expired, expires before it was purchased or a year after the convention, is yet to be purchased, or is for no family is refused', async () => {
    const tomorrow = { purchasedOn: '2026-11-24' };
    expect((await buy(1, '2027-10-20', tomorrow)).errors).toMatchObject([
      { path: 'purchasedOn', code: 'in_the_future' },
    ]);
    expect(await buy(1, '2027-10-20', { purchasedOn: '2026-11-23' })).toMatchObject({ purchasedOn: '2026-11-23' });
    expect((await buy(1, '2026-11-20')).errors).toMatchObject([{ path: 'expiresOn', code: 'in_the_past' }]);
    expect((await buy(1, '2026-10-20')).errors).toMatchObject([{ path: 'expiresOn', code: 'ends_before_it_begins' }]);
    expect((await buy(1, '2030-08-31')).expiresOn).toBe('2030-08-31');
    for (const day of ['2030-09-01', '2099-06-01'])
      expect((await buy(1, day)).errors).toMatchObject([{ path: 'expiresOn', code: 'outside_convention' }]);
    expect((await buy(1, '2027-10-20', { family: 'cobol' })).errors).toMatchObject([{ path: 'family' }]);
    const [one, other] = await Promise.all([buy(1, '2027-01-01'), buy(0, '2027-01-01')]);
    expect(one.id).toBeDefined();
    expect(other.code).toBe('INVALID_INPUT');
  });

  it('is shown to an academy’s manager while the academy has some of it, at both doors', async () => {
    const { academyId, lot, person } = await academyWith(2);
    const other = await academyWith(1);
    const manager = house.admin.as(await house.tokens.of({ role: 'academy-manager', academies: [academyId] }));
    const shown = async (by: typeof manager): Promise<string[]> => {
      const { items } = (await by.get('/v1/voucher-lots?first=100')).body;
      const { body } = await by.graphql('{ voucherLots(first: 100) { edges { node { id } } } }');
      const ids = (some: { id: string }[]) => some.map(({ id }) => id);
      expect(ids(body.data.voucherLots.edges.map(({ node }: { node: { id: string } }) => node))).toEqual(ids(items));
      return ids(items);
    };
    expect(await shown(manager)).toEqual([lot.id]);
    expect(await shown(house.admin)).toEqual(expect.arrayContaining([lot.id, other.lot.id]));
    expect(await shown(house.director)).toEqual(expect.arrayContaining([lot.id, other.lot.id]));
    await assign(await person('with a voucher'));
    await house.admin.post(`/v1/voucher-lots/${lot.id}/recall`, { academyId, vouchers: 1 });
    expect(await shown(manager)).toEqual([lot.id]);
  });

  it('is not given twice, however many ask at once', async () => {
    const lot = await buy(10, '2026-12-31');
    const answers = await Promise.all(Array.from({ length: 20 }, () => give(lot, house.academyId, 1)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
    await house.admin.post(`/v1/voucher-lots/${lot.id}/recall`, { academyId: house.academyId, vouchers: 10 });
    await expectBalanced();
  });
});

describe('a voucher', () => {
  it('is of the lot that expires soonest, and pays for its assignee only', async () => {
    const { academyId, person } = await academyWith(1, '2027-12-31');
    const sooner = await buy(1, '2027-01-31');
    await give(sooner, academyId, 1);
    const mine = (await assign(await person('assignee'))).body;
    expect(mine).toMatchObject({ lotId: sooner.id, state: 'assigned' });
    const { id } = await house.sitting({ days: 3 });
    const voucherId = mine.id;
    const refused = async (who: string, about: object = {}) =>
      (await house.book(who, id, { voucherId, ...about })).body.code;
    expect(await refused(await person('thief'))).toBe('VOUCHER_OF_SOMEONE_ELSE');
    expect(await refused(await house.person('stranger'))).toBe('VOUCHER_OF_ANOTHER_ACADEMY');
    expect(await refused(await person('assignee'), { examCode: 'AI-901' })).toBe('VOUCHER_FOR_OTHER_EXAMS');
    expect(await refused(await person('guesser'), { voucherId: crypto.randomUUID() })).toBe('VOUCHER_UNKNOWN');
    const booked = await house.book(await person('assignee'), id, { voucherId });
    expect(await voucherOf(booked.body.id)).toMatchObject({ id: voucherId });
    const again = { examCode: 'MO-100', voucherId };
    const other = await house.sitting({ days: 4 });
    expect((await house.book(await person('assignee'), other.id, again)).body.code).toBe('VOUCHER_IS_BOOKED');
    await expectBalanced();
  });

  it('is one of a family that a person may book with, however many ask at once, until it is used or given back', async () => {
    const { person } = await academyWith(9);
    const someone = await person('greedy');
    const all = await Promise.all(Array.from({ length: 4 }, () => assign(someone)));
    expect(all.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    const { id } = all.find(({ status }) => status === 201)!.body;
    const refused = { status: 409, body: { code: 'PERSON_HAS_VOUCHER', voucherId: id } };
    expect(await assign(someone)).toMatchObject(refused);
    await house.admin.post(`/v1/vouchers/${id}/return`);
    const key = { headers: { 'idempotency-key': `assign-${lots}` } };
    const again = () => house.admin.post('/v1/vouchers', { personId: someone, family: 'mos' }, key);
    const made = await again();
    expect(made.status).toBe(201);
    expect((await again()).body).toEqual(made.body);
    const sitting = await house.sitting({ days: 13 });
    await house.book(someone, sitting.id);
    expect((await assign(someone)).status).toBe(201);
  });

  it('goes back to the academy when its booking is given up and the person has another to book with', async () => {
    const { person, academyId, lot } = await academyWith(3);
    const someone = await person('twice');
    const { id } = await house.sitting({ days: 14 });
    const booked = (await house.book(someone, id)).body;
    expect((await assign(someone)).status).toBe(201);
    await house.admin.post(`/v1/registrations/${booked.id}/cancel`);
    const { items } = (await house.admin.get(`/v1/vouchers?academyId=${academyId}`)).body;
    expect(items.map(({ state }: { state: string }) => state).sort()).toEqual(['assigned', 'returned']);
    const [stock] = await house.sql(sql`
      select vouchers from voucher_balance where lot_id = ${lot.id} and account = ${`stock:${academyId}`}`);
    expect(stock).toEqual({ vouchers: 2 });
    await expectBalanced();
  });

  it('that expires before the exam pays for nothing', async () => {
    const { person } = await academyWith(1, '2026-12-01');
    const voucherId = (await assign(await person('late'))).body.id;
    const { id } = await house.sitting({ days: 20 });
    expect((await house.book(await person('late'), id, { voucherId })).body).toMatchObject({
      code: 'VOUCHER_EXPIRES_BEFORE',
      expiresAt: '2026-12-02T05:59:59.000Z',
    });
    const unpaid = await house.book(await person('late'), id);
    expect(await voucherOf(unpaid.body.id)).toBeUndefined();
  });

  it('is void once the exam starts, and stays so', async () => {
    const { person } = await academyWith(1);
    const { id } = await house.sitting({ days: 5 });
    const booked = (await house.book(await person('taker'), id)).body;
    const { id: voucherId } = (await voucherOf(booked.id))!;
    const now = house.inDays(0);
    await house.sit(booked.id, 100);
    house.database.clock.set(now);
    expect(await voucherOf(booked.id)).toMatchObject({ state: 'used' });
    expect((await house.admin.post(`/v1/vouchers/${voucherId}/return`)).body).toMatchObject({
      code: 'VOUCHER_IS_VOID',
      state: 'used',
    });
    const revived = house.sql(sql`update voucher set state = 'assigned', ended_at = null where id = ${voucherId}`);
    await expect(revived).rejects.toThrow(/voucher_stays_void/);
    await expectBalanced();
  });

  it('is void once its sitting has begun though nobody records the day, and forfeited where absence is told later', async () => {
    const { person, academyId } = await academyWith(2);
    const { id, startsAt } = await house.sitting({ days: 6 });
    const [unrecorded, absent] = [
      (await house.book(await person('unrecorded'), id)).body,
      (await house.book(await person('absent'), id)).body,
    ];
    const voiding = new VoidBegunVouchersHandler(house.database.db);
    expect(await voiding.waiting(10)).toEqual([]);
    house.database.clock.set(startsAt);
    await house.database.db.asActor(actorOf('system'), (tx) => unbind(tx, [unrecorded.id]));
    const begun = await voiding.waiting(10);
    expect(begun).toEqual(expect.arrayContaining([unrecorded.id, absent.id]));
    await Promise.all([voiding.run(begun), voiding.run(begun)]);
    expect(await voiding.waiting(10)).toEqual([]);
    expect(await voucherOf(unrecorded.id)).toMatchObject({ state: 'used' });
    const record = { id: crypto.randomUUID(), kind: 'absent', registrationId: absent.id, at: startsAt };
    const { body } = await house.admin.post(`/v1/sittings/${id}/records`, { records: [record] });
    expect(body.outcomes).toMatchObject([{ outcome: 'recorded' }]);
    expect(await voucherOf(absent.id)).toMatchObject({ state: 'forfeited' });
    expect((await house.admin.post(`/v1/registrations/${unrecorded.id}/cancel`)).body.code).toBe('SITTING_IS_CLOSED');
    const accounts = await house.sql(sql`
      select split_part(account, ':', 1) as account, vouchers from voucher_balance
      where account like ${`%${academyId}`} and vouchers > 0 order by account`);
    expect(accounts).toEqual([
      { account: 'forfeited', vouchers: 1 },
      { account: 'used', vouchers: 1 },
    ]);
    house.database.clock.set('2026-11-23T09:00:00Z');
    await expectBalanced();
  });

  it('stays its assignee’s when a booking is given up in time, and is forfeited under 24 hours', async () => {
    const { person, academyId } = await academyWith(2);
    const { id } = await house.sitting({ days: 12 });
    const inTime = (await house.book(await person('careful'), id)).body;
    const own = await house.candidate(await person('careless'));
    const wish = { personId: await person('careless'), sittingId: id, examCode: 'MO-200' };
    const careless = (await own.post('/v1/registrations', wish)).body;
    await house.admin.post(`/v1/registrations/${inTime.id}/cancel`);
    house.database.clock.set(house.inDays(11.5));
    await own.post(`/v1/registrations/${careless.id}/cancel`);
    house.database.clock.set('2026-11-23T09:00:00Z');
    const { items } = (await house.admin.get(`/v1/vouchers?academyId=${academyId}`)).body;
    const states = items.map(({ state, registrationId }: { state: string; registrationId: string }) => [
      state,
      registrationId !== null,
    ]);
    expect(states.sort()).toEqual([
      ['assigned', false],
      ['forfeited', true],
    ]);
    const again = (await house.book(await person('careful'), id)).body;
    expect(await voucherOf(again.id)).toMatchObject({ state: 'assigned' });
    await expectBalanced();
  });

  it('is free again where who lost the seat is refused another one', async () => {
    const { person } = await academyWith(1);
    const { id } = await house.sitting({ days: 6 });
    const lost = (await house.book(await person('unlucky'), id)).body;
    await house.admin.post(`/v1/sittings/${id}/cancel`, { reason: 'strike' });
    expect(await voucherOf(lost.id)).toMatchObject({ state: 'assigned' });
    house.database.clock.set(house.inDays(40));
    await house.work();
    house.database.clock.set('2026-11-23T09:00:00Z');
    expect(await house.registration(lost.id)).toMatchObject({ state: 'refused', reason: 'WINDOW_IS_OVER' });
    expect(await voucherOf(lost.id)).toBeUndefined();
  });

  it('goes back to the academy unused, and to nobody of another one', async () => {
    const { person, lot, academyId } = await academyWith(1);
    const { id } = (await assign(await person('giver'))).body;
    expect((await assign(await person('wanting'))).body.code).toBe('NO_VOUCHER');
    expect((await house.admin.post(`/v1/vouchers/${id}/return`)).body.state).toBe('returned');
    expect((await assign(await house.person('outsider'), { lotId: lot.id })).body.code).toBe(
      'VOUCHER_OF_ANOTHER_ACADEMY',
    );
    const stranger = house.admin.as(await house.tokens.of({ role: 'academy-manager', academies: [house.academyId] }));
    expect((await stranger.get(`/v1/vouchers?academyId=${academyId}`)).body.items).toEqual([]);
    expect((await assign(await person('wanting'))).status).toBe(201);
  });
});

describe('where vouchers are required', () => {
  it('nobody is seated without one, at once or by the scheduler, and one that arrives seats who waits', async () => {
    await house.admin.patch('/v1/exam-rules', { vouchersRequired: true });
    const { academyId, person, lot } = await academyWith(0);
    const { id } = await house.sitting({ days: 7, examCodes: ['MO-300'] });
    const about = { examCode: 'MO-300' };
    expect((await house.book(await person('poor'), id, about)).body.code).toBe('NO_VOUCHER');
    const wish = { ...about, earliest: house.inDays(6), latest: house.inDays(8) };
    const ask = async (name: string) =>
      (await house.admin.post('/v1/registrations', { personId: await person(name), ...wish })).body.id;
    const [first, second] = [await ask('first'), await ask('second')];
    await house.work();
    expect(await house.registration(first)).toMatchObject({ state: 'waitlisted', reason: 'NO_VOUCHER' });
    expect((await house.admin.get(`/v1/sittings/${id}`)).body.taken).toBe(0);
    await give(lot, academyId, 1);
    await house.work();
    expect((await house.registration(first)).state).toBe('booked');
    expect((await house.registration(second)).state).toBe('waitlisted');
    await house.admin.patch('/v1/exam-rules', { vouchersRequired: false });
    await expectBalanced();
  });

  it('who waits for one is told so whenever that changes, once for each version', async () => {
    await house.admin.patch('/v1/exam-rules', { vouchersRequired: true });
    const [rich, poor] = [await academyWith(1), await academyWith(0)];
    const { id } = await house.sitting({ days: 9, seats: 1, examCodes: ['MO-300'] });
    const holder = (await house.book(await rich.person('holder'), id, { examCode: 'MO-300' })).body;
    const wish = { examCode: 'MO-300', earliest: house.inDays(8.5), latest: house.inDays(9.5) };
    const waiting = (await house.admin.post('/v1/registrations', { personId: await poor.person('waiting'), ...wish }))
      .body;
    await house.work();
    await house.admin.post(`/v1/registrations/${holder.id}/cancel`);
    await house.work();
    await give(poor.lot, poor.academyId, 1);
    await house.work();
    await house.admin.patch('/v1/exam-rules', { vouchersRequired: false });
    const told = await house.sql(sql`
      select type, (c->>'v')::int as version, c->'d'->>'reason' as reason
      from event_new cross join jsonb_array_elements(body->'changes') c where c->>'s' = ${waiting.id} order by id`);
    expect(told).toEqual([
      { type: 'ExamRequested', version: 1, reason: null },
      { type: 'RegistrationWaitlisted', version: 2, reason: 'NO_SEAT_IN_PERIOD' },
      { type: 'RegistrationWaitlisted', version: 3, reason: 'NO_VOUCHER' },
      { type: 'ExamRequested', version: 4, reason: null },
      { type: 'SeatBooked', version: 5, reason: null },
    ]);
    await expectBalanced();
  });
});

describe('what lapses', () => {
  it('is forecast per academy and lot, and written off when it has', async () => {
    const { academyId, person, lot } = await academyWith(3, '2026-11-30');
    await assign(await person('forgetful'));
    const forecast = async () => (await house.admin.get(`/v1/vouchers/forecast?academyId=${academyId}`)).body.items;
    expect(await forecast()).toMatchObject([{ lotId: lot.id, vouchers: 2, unbooked: 1, expectedToLapse: 3 }]);
    const lapsing = new LapseVouchersHandler(house.database.db);
    expect(await lapsing.waiting(10)).toEqual([]);
    house.database.clock.set('2026-12-01T05:59:59.500Z');
    expect(await lapsing.waiting(10)).toEqual([lot.id]);
    await Promise.all([lapsing.run([lot.id]), lapsing.run([lot.id])]);
    expect(await lapsing.waiting(10)).toEqual([]);
    const [balance] = await house.sql(sql`
      select vouchers from voucher_balance where lot_id = ${lot.id} and account = ${`lapsed:${academyId}`}`);
    expect(balance).toEqual({ vouchers: 3 });
    house.database.clock.set('2026-11-23T09:00:00Z');
    await expectBalanced();
  });
});
