import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { examEnvironment, type ExamEnvironment } from './testing/exam-environment.js';

let house: ExamEnvironment;

// Today is 2026-11-23.
beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());

const refusal = (from: string, until: string, on: string) => ({
  status: 409,
  body: { code: 'MEMBERSHIP_NOT_IN_FORCE', from, until, on },
});

describe('a sitting is opened in an academy', () => {
  let rooms = 0;
  const open = async (academyId: string, startsAt: string) => {
    const roomId = await house.given.room(academyId, `M${++rooms}`);
    const proctorIds = [await house.given.proctor(`watching ${rooms}`)];
    return house.admin.post('/v1/sittings', { academyId, roomId, startsAt, minutes: 90, seats: 5, proctorIds });
  };

  it('that is in the programme today and on its day', async () => {
    const soon = await house.given.academy('soon', { accreditedOn: '2027-06-01' });
    const once = await house.given.academy('once', { membershipUntil: '2026-11-22' });
    const ending = await house.given.academy('ending', { membershipUntil: '2026-12-15' });
    const on = (day: string) => `${day}T09:00:00Z`;
    expect(await open(soon, on('2027-06-02'))).toMatchObject(refusal('2027-06-01', '2029-08-31', '2026-11-23'));
    expect(await open(once, on('2026-11-24'))).toMatchObject(refusal('2026-09-01', '2026-11-22', '2026-11-23'));
    expect(await open(ending, on('2026-12-16'))).toMatchObject(refusal('2026-09-01', '2026-12-15', '2026-12-16'));
    expect(await open(ending, on('2026-12-15'))).toMatchObject({ status: 201 });
    expect(await open(house.academyId, on('2029-09-03'))).toMatchObject(
      refusal('2026-09-01', '2029-08-31', '2029-09-03'),
    );
  });
});

describe('vouchers', () => {
  it('are given to an academy, and to its candidates, while it is in the programme', async () => {
    const lot = { family: 'mos', vouchers: 10, reference: 'order', purchasedOn: '2026-11-01', expiresOn: '2027-12-31' };
    const { id } = (await house.admin.post('/v1/voucher-lots', lot)).body;
    const move = (verb: 'allocate' | 'recall', academyId: string) =>
      house.admin.post(`/v1/voucher-lots/${id}/${verb}`, { academyId, vouchers: 2 });
    const soon = await house.given.academy('soon with vouchers', { accreditedOn: '2027-06-01' });
    expect(await move('allocate', soon)).toMatchObject(refusal('2027-06-01', '2029-08-31', '2026-11-23'));
    const ending = await house.given.academy('ending with vouchers', { membershipUntil: '2026-12-15' });
    expect((await move('allocate', ending)).status).toBe(200);
    const personId = await house.given.person('candidate of the ending one', ending);
    const assign = () => house.admin.post('/v1/vouchers', { personId, family: 'mos' });
    house.database.clock.set('2026-12-16T09:00:00Z');
    expect(await assign()).toMatchObject(refusal('2026-09-01', '2026-12-15', '2026-12-16'));
    expect((await move('recall', ending)).status).toBe(200);
    house.database.clock.set('2026-11-23T09:00:00Z');
    expect((await move('allocate', ending)).status).toBe(200);
    expect((await assign()).status).toBe(201);
  });
});
