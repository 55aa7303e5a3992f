import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { academiesService } from '../testing/academies-service.js';

const { database, tokens, admin, close } = await academiesService();
afterAll(close);

let official: typeof admin;
beforeAll(async () => {
  database.clock.set('2026-11-23T09:00:00Z');
  official = admin.as(await tokens.of({ role: 'programme-admin', subject: 'an official' }));
});

let serial = 0;
async function academy(): Promise<string> {
  const { body } = await admin.post('/v1/academies', {
    ...{ code: `STEPS-${++serial}`, name: { fr: `Centre des étapes ${serial}` }, kind: 'ISTA', profile: 'ordinary' },
    ...{ region: 'MA-04', province: '04.421', city: 'Rabat' },
  });
  return body.id;
}
const step = (id: string, name: string, about: object = {}, by = official) =>
  by.post(`/v1/academies/${id}/${name}`, about);
const stepsOf = async (academyId: string, by = admin) =>
  (await by.get(`/v1/academy-steps?academyId=${academyId}`)).body.items as object[];
const DOCUMENT = 'DR-04/2026/118';

describe('the steps of an academy', () => {
  it('tell what became of it, in order, from which day, by whom and by which document', async () => {
    const id = await academy();
    await step(id, 'accredit', { on: '2026-10-01', document: DOCUMENT });
    await step(
      id,
      'accredit',
      { on: '2026-10-01' },
      admin.as(await tokens.of({ role: 'programme-admin', subject: 'x' })),
    );
    await step(id, 'renew', { until: '2027-08-31', document: 'https://ofppt.example/conv/12' });
    await step(id, 'suspend', { reason: 'No exams were held', document: DOCUMENT });
    await step(id, 'reinstate');
    await step(id, 'close', { reason: 'Merged with another' });
    expect(await stepsOf(id)).toEqual(
      [
        { step: 'registered', on: '2026-11-23', state: 'candidate', document: null },
        { step: 'proposed', on: '2026-10-01', state: 'candidate', document: DOCUMENT, takenBy: 'an official' },
        { step: 'accredited', on: '2026-10-01', state: 'accredited', document: null, takenBy: 'x' },
        { step: 'renewed', on: '2027-08-31', state: 'accredited', document: 'https://ofppt.example/conv/12' },
        { step: 'suspended', on: '2026-11-23', state: 'suspended', document: DOCUMENT, reason: 'No exams were held' },
        { step: 'reinstated', on: '2026-11-23', state: 'accredited', document: null },
        { step: 'closed', on: '2026-11-23', state: 'closed', reason: 'Merged with another' },
      ].map((one) => expect.objectContaining({ academyId: id, takenAt: '2026-11-23T09:00:00.000Z', ...one })),
    );
  });

  it('are none of what was refused, or changes nothing', async () => {
    const id = await academy();
    expect((await step(id, 'suspend')).status).toBe(409);
    expect((await step(id, 'accredit', { document: 'no number' })).status).toBe(422);
    await step(id, 'accredit');
    expect((await step(id, 'accredit')).status).toBe(409);
    await admin.patch(`/v1/academies/${id}`, { city: 'Rabat' });
    expect(await stepsOf(id)).toMatchObject([{ step: 'registered' }, { step: 'accredited' }]);
    await admin.patch(`/v1/academies/${id}`, { membershipUntil: '2027-01-31' });
    await admin.patch(`/v1/academies/${id}`, { membershipUntil: '2027-01-31' });
    expect((await stepsOf(id)).slice(2)).toMatchObject([{ step: 'renewed', on: '2027-01-31' }]);
  });

  it('begin for those that the convention began with, by what ships', async () => {
    const { items } = (await admin.get('/v1/academies?first=1')).body;
    expect(await stepsOf(items[0].id)).toMatchObject([{ step: 'accredited', on: items[0].accreditedOn }]);
  });

  it('are changed by nobody', async () => {
    const rewrite = (statement: ReturnType<typeof sql>) =>
      database.db.asActor(actorOf('system'), (tx) => tx.query(statement));
    await expect(rewrite(sql`update academy_step set document = 'X-2026/1'`)).rejects.toThrow('stays as it was taken');
    await expect(rewrite(sql`delete from academy_step`)).rejects.toThrow('stays as it was taken');
  });

  it('are told within the caller’s scope', async () => {
    const id = await academy();
    const elsewhere = admin.as(await tokens.of({ role: 'regional-director', regions: ['MA-06'] }));
    expect(await stepsOf(id, elsewhere)).toEqual([]);
    const there = admin.as(await tokens.of({ role: 'academy-manager', academies: [id] }));
    expect(await stepsOf(id, there)).toHaveLength(1);
    const trainer = admin.as(await tokens.of({ role: 'trainer', academies: [id] }));
    expect((await trainer.get('/v1/academy-steps')).status).toBe(403);
  });
});

describe('a membership', () => {
  it.each([
    ['2027-08-31', 'too_early'],
    ['2027-01-01', 'too_early'],
  ])('is not renewed until %s once it lasts until then or longer', async (until, code) => {
    const id = await academy();
    await step(id, 'accredit');
    await step(id, 'renew', { until: '2027-08-31' });
    expect((await step(id, 'renew', { until })).body).toMatchObject({ status: 422, errors: [{ path: 'until', code }] });
  });

  it('is not renewed until a day that is over, of a candidate, or by the academy itself', async () => {
    const id = await academy();
    expect((await step(id, 'renew', { until: '2027-08-31' })).body).toMatchObject({ code: 'ACADEMY_STATE_FORBIDS' });
    await step(id, 'accredit');
    expect((await step(id, 'renew', { until: '2026-11-22' })).body).toMatchObject({
      errors: [{ code: 'in_the_past' }],
    });
    const manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [id] }));
    expect((await step(id, 'renew', { until: '2027-08-31' }, manager)).status).toBe(403);
  });
});

describe('what is due', () => {
  it('is each membership and proof that ends until a day, the soonest first, until it is renewed', async () => {
    const id = await academy();
    await step(id, 'accredit');
    await step(id, 'renew', { until: '2027-01-31' });
    const proof = { kind: 'network', provenOn: '2026-11-01', document: DOCUMENT };
    const prove = async (expiresOn: string) => {
      const { body } = await step(id, 'readiness-proofs', { ...proof, expiresOn });
      await admin.post(`/v1/readiness-proofs/${body.id}/confirm`);
    };
    await prove('2026-12-31');
    const due = async (more = '') => (await admin.get(`/v1/due-dates?academyId=${id}${more}`)).body.items;
    expect(await due()).toEqual([
      expect.objectContaining({ academyId: id, due: 'network', on: '2026-12-31', isOver: false }),
      expect.objectContaining({ academyId: id, due: 'membership', on: '2027-01-31', region: 'MA-04' }),
    ]);
    expect(await due('&until=2027-01-30')).toHaveLength(1);
    await prove('2027-10-31');
    expect(await due()).toMatchObject([{ due: 'membership' }]);
    database.clock.set('2027-02-01T09:00:00Z');
    expect(await due()).toMatchObject([{ due: 'membership', isOver: true }]);
    await step(id, 'renew', { until: '2028-01-31' });
    expect(await due()).toEqual([]);
    database.clock.set('2026-11-23T09:00:00Z');
  });

  it('is paged, and told within the caller’s scope', async () => {
    const ids = [await academy(), await academy()];
    for (const id of ids) {
      await step(id, 'accredit');
      await step(id, 'renew', { until: '2026-12-01' });
    }
    const first = (await admin.get('/v1/due-dates?first=1&region=MA-04')).body;
    const next = (await admin.get(`/v1/due-dates?first=1&region=MA-04&after=${first.nextCursor}`)).body;
    expect([first, next].map(({ items }) => items[0].academyId)).toEqual(ids);
    const manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [ids[1]!] }));
    expect((await manager.get('/v1/due-dates')).body.items).toMatchObject([{ academyId: ids[1] }]);
  });
});
