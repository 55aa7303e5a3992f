import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CATALOGUE } from '@takwin/contracts/refusals';
import { Words } from '@takwin/platform/errors';
import sql from 'sql-template-tag';
import { campaignEnvironment } from '../testing/campaign-environment.js';
import { isOfferedOn, isOfferedWithin, offeredSpan } from './exam-days.js';

type House = Awaited<ReturnType<typeof campaignEnvironment>>;
let house: House;
beforeAll(async () => void (house = await campaignEnvironment()));
afterAll(() => house?.close());

const NOW = '2026-11-23T09:00:00Z';
const CODE = 'EXAM_OUTSIDE_ITS_DAYS';
/** The last day of MO-300 is that of now, whatever was before. */
const ends = (retiredOn: string | null, code = 'MO-300') =>
  house.sql(sql`update exam set retired_on = ${retiredOn} where code = ${code}`);

describe('the days of an exam', () => {
  const days = { releasedOn: '2026-10-16', retiredOn: '2026-11-30', goneBy: null };

  it('include the first and the last, by the calendar of Morocco', () => {
    const on = (day: string) => isOfferedOn(days, day);
    expect(['2026-10-15', '2026-10-16', '2026-11-30', '2026-12-01'].map(on)).toEqual([false, true, true, false]);
    const from = new Date('2026-10-16T00:00:00Z').getTime();
    expect(offeredSpan(days)).toEqual({ from, to: new Date('2026-12-01T00:00:00Z').getTime() - 1 });
  });

  it('forbid nothing where they are not told, and end before the day by which it was gone', () => {
    const untold = { releasedOn: null, retiredOn: null, goneBy: null };
    expect(isOfferedOn(untold, '2031-01-01')).toBe(true);
    const gone = { ...untold, goneBy: '2026-10-05' };
    expect(isOfferedOn(gone, '2026-10-04')).toBe(true);
    expect(isOfferedOn(gone, '2026-10-05')).toBe(false);
    expect(isOfferedWithin(days, '2026-11-30', '2026-12-31')).toBe(true);
    expect(isOfferedWithin(days, '2026-12-01', '2026-12-31')).toBe(false);
  });
});

describe('an exam outside its days', () => {
  const wish = (from: number, to: number) => ({
    examCode: 'MO-300',
    earliest: house.inDays(from),
    latest: house.inDays(to),
  });

  it('is refused a seat, and offered the seats of its days', async () => {
    house.database.clock.set(NOW);
    await ends('2026-11-25');
    const [inside, after, later] = [
      await house.sitting({ days: 2 }),
      await house.sitting({ days: 3 }),
      await house.sitting({ days: 3.1 }),
    ];
    const refused = await house.book(await house.person('late'), after.id, { examCode: 'MO-300' });
    expect(refused.body).toMatchObject({ code: CODE, examCode: 'MO-300', on: '2026-11-26', retiredOn: '2026-11-25' });
    expect(refused.body).toMatchObject({ from: null, to: '2026-11-25' });
    const { detail } = new Words(CATALOGUE).tellOf(CODE, refused.body, 'fr');
    expect(detail).toContain('MO-300 ne se passe');
    expect(detail).toContain(
      'Premier jour : non connu ; dernier jour : 25 novembre 2026. Constaté qu’il n’est plus proposé : non.',
    );
    const others = refused.body.alternatives.map(({ sittingId }: { sittingId: string }) => sittingId);
    expect(others).toContain(inside.id);
    expect(others).not.toContain(later.id);
    expect((await house.book(await house.person('in time'), inside.id, { examCode: 'MO-300' })).status).toBe(201);
    const { items } = (await house.admin.get('/v1/sittings?examCode=MO-300&first=100')).body;
    const found = items.map(({ id }: { id: string }) => id);
    expect([found.includes(inside.id), found.includes(after.id)]).toEqual([true, false]);
  });

  it('is refused by the database too, whoever gives the seat', async () => {
    const { id } = await house.sitting({ days: 3 });
    const personId = await house.person('behind the doors');
    const insertion = house.sql(sql`
      insert into registration(person_id, exam_code, academy_id, region, sitting_id, during, state, requested_at, created_by)
      select ${personId}, 'MO-300', academy_id, region, id, during, 'booked', ${new Date(NOW)}, 'test' from sitting where id = ${id}`);
    await expect(insertion).rejects.toMatchObject({ constraint: 'registration_exam_days' });
  });

  it('is not asked for, alone or for many, nor planned for, where the window lies outside', async () => {
    const personId = await house.person('wisher');
    expect((await house.admin.post('/v1/registrations', { personId, ...wish(3, 9) })).body.code).toBe(CODE);
    const many = { persons: [personId], ...wish(3, 9) };
    expect((await house.admin.post('/v1/registrations/bulk', many)).body.code).toBe(CODE);
    const { examCode, ...window } = wish(3, 9);
    const campaign = { examCodes: ['MO-200', examCode], persons: [personId], ...window };
    const planned = await house.admin.post('/v1/campaigns', campaign);
    expect(planned.body).toMatchObject({ code: CODE, examCode, from: null, to: '2026-11-25' });
    await house.sql(
      sql`update exam set released_on = '2026-12-24', retired_on = null, gone_by = null where code = 'MO-300'`,
    );
    const early = await house.admin.post('/v1/registrations', { personId, ...wish(3, 9) });
    expect(early.body).toMatchObject({ code: CODE, from: '2026-12-24', to: null });
    await house.sql(sql`update exam set released_on = null, gone_by = '2026-11-26' where code = 'MO-300'`);
    const gone = await house.admin.post('/v1/registrations', { personId, ...wish(3, 9) });
    expect(gone.body).toMatchObject({ code: CODE, from: null, to: null, goneBy: '2026-11-26' });
    const { detail } = new Words(CATALOGUE).tellOf(CODE, gone.body, 'en');
    expect(detail).toContain('last day not known. Found to be offered no more: 26 November 2026.');
    await house.sql(sql`update exam set gone_by = null, retired_on = '2026-11-25' where code = 'MO-300'`);
  });

  it('gets no seat from a worker beyond its last day', async () => {
    const personId = await house.person('waiting');
    const { body } = await house.admin.post('/v1/registrations', { personId, ...wish(2.9, 9) });
    expect(body).toMatchObject({ code: CODE });
    await ends('2026-11-26');
    const there = await house.sitting({ days: 7 });
    const asked = await house.admin.post('/v1/registrations', { personId, ...wish(3.4, 9) });
    await house.work();
    expect(await house.registration(asked.body.id)).toMatchObject({ state: 'waitlisted', sittingId: null });
    await ends('2026-11-24');
    await house.sql(sql`update registration set state = 'requested' where id = ${asked.body.id}`);
    await house.swept();
    expect(await house.registration(asked.body.id)).toMatchObject({ state: 'refused', reason: CODE });
    expect((await house.admin.get(`/v1/sittings/${there.id}`)).body.taken).toBe(0);
    await ends('2026-11-25');
  });

  it('is named by no sitting', async () => {
    const opened = house.sitting({ days: 4, examCodes: ['MO-200', 'MO-300'] });
    await expect(opened).rejects.toThrow(CODE);
    expect((await house.sitting({ days: 1, examCodes: ['MO-300'] })).id).toBeDefined();
  });

  it('has no attempts from elsewhere, and nobody may sit it', async () => {
    const personId = await house.person('elsewhere');
    const attempt = (startedAt: string) => ({ personId, examCode: 'PL-400', startedAt, score: 100 });
    const attempts = [attempt('2026-10-30T09:00:00Z'), attempt('2026-10-31T09:00:00Z')];
    const { body } = await house.admin.post('/v1/past-attempts', { source: 'report', attempts });
    expect(body.outcomes).toEqual(['recorded', 'exam-not-offered']);
    const eligibility = (code: string) =>
      house.admin.get(`/v1/persons/${personId}/exam-eligibility?examCode=${code}`).then(({ body: said }) => said);
    expect(await eligibility('MB-210')).toMatchObject({ eligible: false, nextEligibleAt: null, reasons: [CODE] });
    expect((await eligibility('MO-200')).eligible).toBe(true);
  });

  it('has a result only where somebody else decides that', async () => {
    const { id } = await house.sitting({ days: 1 });
    const { body } = await house.book(await house.person('sat it'), id, { examCode: 'MO-300' });
    const { startsAt } = await house.registration(body.id);
    house.database.clock.set(new Date(Date.parse(startsAt) + 5_400_000).toISOString());
    await house.begin(body.id);
    await ends('2026-11-23');
    const results = [{ registrationId: body.id, startedAt: startsAt, score: 900 }];
    const sent = await house.admin.post('/v1/results', { results });
    expect(sent.body.outcomes).toMatchObject([{ outcome: 'held', code: CODE }]);
    house.database.clock.set(NOW);
    await ends('2026-11-25');
  });

  it('takes no vouchers: none are bought, allocated or assigned of a family that is retired', async () => {
    const lot = (family: string) => ({
      ...{ family, vouchers: 5, reference: `days ${family}`, purchasedOn: '2026-11-01', expiresOn: '2027-06-30' },
    });
    const bought = await house.admin.post('/v1/voucher-lots', lot('mta'));
    expect(bought).toMatchObject({ status: 409, body: { code: 'FAMILY_IS_RETIRED', family: 'mta' } });
    expect((await house.admin.post('/v1/voucher-lots', lot('mos'))).status).toBe(201);
    const personId = await house.person('assignee');
    expect((await house.admin.post('/v1/vouchers', { personId, family: 'mta' })).body.code).toBe('FAMILY_IS_RETIRED');
  });
});
