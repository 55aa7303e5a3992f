import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from '@takwin/platform/errors';
import { Queues } from '@takwin/platform/jobs';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { before } from '../testing/before.js';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';
import { AssignVoucher, AssignVoucherHandler } from './assign-voucher.js';
import { LapseVouchersHandler } from './lapse-vouchers.js';

let house: ExamEnvironment;

beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());
afterEach(async () => {
  const wrong = await house.sql(sql`
    select lot_id from voucher_balance group by lot_id having sum(vouchers) <> 0
    union all
    select lot_id from voucher_balance b where b.account like 'assigned:%' and b.vouchers <>
      (select count(*) from voucher v where v.lot_id = b.lot_id and v.state = 'assigned'
        and 'assigned:' || v.academy_id = b.account)`);
  expect(wrong).toEqual([]);
});

/** An academy of its own with so many vouchers of one lot, and whoever is named in it. */
let academies = 0;
async function academyWith(vouchers: number, expiresOn = '2027-12-31') {
  const academyId = await house.given.academy(`Vouchers ${++academies}`);
  const bought = { family: 'mos', vouchers, reference: `order ${academies}`, purchasedOn: '2026-11-01', expiresOn };
  const lot: { id: string } = (await house.admin.post('/v1/voucher-lots', bought)).body;
  await house.admin.post(`/v1/voucher-lots/${lot.id}/allocate`, { academyId, vouchers });
  const person = (name: string) => house.given.person(`${name} of ${academyId}`, academyId);
  return { academyId, lot, person };
}
const assign = (personId: string) => house.admin.post('/v1/vouchers', { personId, family: 'mos' });

describe('a voucher of a person who leaves', () => {
  const leaves = (person: string, academyId: string) =>
    house.given.personSays(person, academyId, { state: 'inactive' });
  const statesOf = async (personId: string): Promise<string[]> =>
    (await house.sql<{ state: string }>(sql`select state from voucher where person_id = ${personId} order by id`)).map(
      ({ state }) => state,
    );
  const stockOf = async (academyId: string): Promise<number> =>
    (await house.admin.get(`/v1/vouchers/forecast?academyId=${academyId}`)).body.items[0]?.vouchers ?? 0;

  it('goes back to the academy, is anybody’s of there again, and is not given back to who returns', async () => {
    const { academyId, person } = await academyWith(1);
    const leaver = await person('leaver');
    const { id } = (await assign(leaver)).body;
    await leaves(leaver, academyId);
    const [voucher] = (await house.admin.get(`/v1/vouchers?academyId=${academyId}`)).body.items;
    expect(voucher).toMatchObject({ id, state: 'returned', version: 2 });
    expect(await stockOf(academyId)).toBe(1);
    await house.given.personSays(leaver, academyId);
    expect(await statesOf(leaver)).toEqual(['returned']);
    expect((await assign(await person('next'))).status).toBe(201);
    expect((await assign(leaver)).body.code).toBe('NO_VOUCHER');
  });

  it('is no more given to who has left, at any door; what was given before is answered as it was', async () => {
    const { academyId, person } = await academyWith(2);
    const leaver = await person('leaver');
    const key = { headers: { 'idempotency-key': `leaver-${academyId}` } };
    const given = (send?: object) => house.admin.post('/v1/vouchers', { personId: leaver, family: 'mos' }, send);
    const { id } = (await given(key)).body;
    await leaves(leaver, academyId);
    expect(await given()).toMatchObject({ status: 409, body: { code: 'PERSON_NOT_ACTIVE' } });
    const { body } = await house.admin.graphql(
      'mutation ($input: AssignVoucherInput!) { assignVoucher(input: $input) { id } }',
      { input: { personId: leaver, family: 'MOS' } },
    );
    expect(body.errors).toMatchObject([{ extensions: { code: 'PERSON_NOT_ACTIVE' } }]);
    expect(await given(key)).toMatchObject({ status: 201, body: { id, state: 'assigned' } });
    expect(await stockOf(academyId)).toBe(2);
  });

  it('is written off, not returned, where its lot has expired', async () => {
    const { academyId, person, lot } = await academyWith(1, '2026-11-30');
    const leaver = await person('late leaver');
    await assign(leaver);
    house.database.clock.set('2026-12-01T06:00:00Z');
    await leaves(leaver, academyId);
    expect(await statesOf(leaver)).toEqual(['assigned']);
    await new LapseVouchersHandler(house.database.db).run([lot.id]);
    house.database.clock.set('2026-11-23T09:00:00Z');
    expect(await statesOf(leaver)).toEqual(['lapsed']);
  });

  it('seats who waits for one, as one that is given back does', async () => {
    await house.admin.patch('/v1/exam-rules', { vouchersRequired: true });
    const { academyId, person } = await academyWith(2);
    await house.sitting({ days: 13, examCodes: ['MO-300'] });
    const [leaver, giver] = [await person('leaver'), await person('giver')];
    await assign(leaver);
    const { id } = (await assign(giver)).body;
    const wish = { examCode: 'MO-300', earliest: house.inDays(12.5), latest: house.inDays(13.5) };
    const ask = async (name: string) =>
      (await house.admin.post('/v1/registrations', { personId: await person(name), ...wish })).body.id;
    const [first, second] = [await ask('first'), await ask('second')];
    await house.work();
    expect((await house.registration(first)).reason).toBe('NO_VOUCHER');
    await leaves(leaver, academyId);
    // Nobody is woken by a reaction: the sweeper of requests finds who is asked for anew.
    await house.swept();
    expect((await house.registration(first)).state).toBe('booked');
    expect((await house.registration(second)).state).toBe('waitlisted');
    await house.admin.post(`/v1/vouchers/${id}/return`);
    await house.work();
    expect((await house.registration(second)).state).toBe('booked');
    await house.admin.patch('/v1/exam-rules', { vouchersRequired: false });
  });

  it('is given before the departure and goes back, or is refused after it', async () => {
    const { academyId, person } = await academyWith(2);
    const leaver = await person('leaver in between');
    let leaving: Promise<void> | undefined;
    const overtaken = before(house.database.db, /insert into voucher\(/, async () => {
      leaving = leaves(leaver, academyId);
      await Promise.race([leaving, pause(300)]);
    });
    const command = parse(AssignVoucher, { personId: leaver, family: 'mos' });
    await new AssignVoucherHandler(overtaken, house.running.get(Queues)).assign(actorOf('programme-admin'), command);
    await leaving;
    expect(await statesOf(leaver)).toEqual(['returned']);
    for (let round = 0; round < 10; round++) {
      const racing = await person(`racing ${round}`);
      await Promise.all([assign(racing), leaves(racing, academyId)]);
      expect(await statesOf(racing)).not.toContain('assigned');
    }
    expect(await stockOf(academyId)).toBe(2);
  });
});
