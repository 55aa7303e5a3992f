import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;
beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());
afterEach(() => house.database.clock.set('2026-11-23T09:00:00Z'));

const merge = (from: string, mergedInto: string) =>
  house.given.personSays(from, house.academyId, { state: 'inactive', mergedInto });
const part = (id: string) => house.given.personSays(id, house.academyId);
let made = 0;
const two = () => Promise.all([house.person(`old ${++made}`), house.person(`one ${made}`)]);
const passed = async (person: string, examCode = 'MO-200', days = 1): Promise<string> => {
  const { id } = await house.sitting({ days });
  const { body } = await house.book(person, id, { examCode });
  await house.sit(body.id, 800);
  return body.id;
};
const credentialsOf = async (person: string) =>
  await house.sql<Record<string, unknown>>(sql`
    select id, achievement_id as achievement, state, achieved_on::text as on from credential where person_id = ${person}
    order by ordinal`);
const held = (person: string) =>
  house.sql(sql`
    select certification_id as certification, withdrawn_at is null as held from held where person_id = ${person} order by 1`);
const eventsTold = async (id: string) =>
  (
    await house.sql<{ type: string; who: string }>(sql`
      select type, c #>> '{d,personId}' as who from event_new cross join jsonb_array_elements(body->'changes') c where c->>'s' = ${id} order by id`)
  ).map(({ type, who }) => ({ type, who }));

describe('a record that turns out to be of another person', () => {
  it('brings its seats, wishes, vouchers and accommodations, which are its own again once the two are parted', async () => {
    const [old, one] = await two();
    const { id: sittingId } = await house.sitting({ days: 10 });
    const lot = { family: 'mos', vouchers: 2, reference: 'merged', purchasedOn: '2026-11-01', expiresOn: '2027-01-01' };
    const { body: bought } = await house.admin.post('/v1/voucher-lots', lot);
    await house.admin.post(`/v1/voucher-lots/${bought.id}/allocate`, { academyId: house.academyId, vouchers: 2 });
    const voucher = (await house.admin.post('/v1/vouchers', { personId: old, family: 'mos' })).body;
    const booked = (await house.book(old, sittingId, { voucherId: voucher.id })).body;
    const document = { document: 'DR-04/2026/118', extraMinutes: 5 };
    const granted = (await house.director.post(`/v1/persons/${old}/accommodations`, document)).body;
    await merge(old, one);
    expect(await house.registration(booked.id)).toMatchObject({ state: 'booked', personId: one, version: 2 });
    expect(await eventsTold(booked.id)).toEqual([
      { type: 'SeatBooked', who: old },
      { type: 'RegistrationMerged', who: one },
    ]);
    const belongings = () =>
      house.sql(sql`
        select (select person_id from voucher where id = ${voucher.id}) as voucher, (select registration_id from voucher where id = ${voucher.id}) as pays,
          (select person_id from accommodation where id = ${granted.id}) as accommodation,
          (select person_id from engagement where registration_id = ${booked.id}) as sits`);
    expect(await belongings()).toEqual([{ voucher: one, pays: booked.id, accommodation: one, sits: one }]);
    await merge(old, one);
    expect(await house.registration(booked.id)).toMatchObject({ version: 2 });
    await part(old);
    expect(await house.registration(booked.id)).toMatchObject({ state: 'booked', personId: old });
    expect(await belongings()).toEqual([{ voucher: old, pays: booked.id, accommodation: old, sits: old }]);
  });

  it('answers by its old id at every door, also to whose token goes on saying it, and stops once the two are parted', async () => {
    const [old, one] = await two();
    const { id: sittingId } = await house.sitting({ days: 10 });
    const booked = (await house.book(one, sittingId)).body;
    const self = await house.candidate(old);
    const seen = async () => {
      const list = (await house.admin.get(`/v1/registrations?personId=${old}`)).body.items;
      const query = `{ registrations(personId: "${old}") { edges { node { id } } } }`;
      const graph = (await house.admin.graphql(query)).body.data.registrations.edges;
      const own = await self.get(`/v1/registrations/${booked.id}`);
      return [list.length, graph.length, own.status];
    };
    expect(await seen()).toEqual([0, 0, 404]);
    await merge(old, one);
    expect(await seen()).toEqual([1, 1, 200]);
    const wish = { examCode: 'MO-100', earliest: house.inDays(15), latest: house.inDays(25) };
    const asked = await self.post('/v1/registrations', { personId: old, ...wish });
    expect(asked).toMatchObject({ status: 202, body: { personId: one } });
    const mutation = `mutation { cancelRegistration(input: { id: "${asked.body.id}" }) { personId state } }`;
    expect((await self.graphql(mutation)).body.data.cancelRegistration).toEqual({ personId: one, state: 'CANCELLED' });
    await part(old);
    expect(await seen()).toEqual([0, 0, 404]);
    expect(await house.registration(asked.body.id)).toMatchObject({ personId: one });
  });

  it('gives up at no cost what the person has no room for: the same exam, and the same time', async () => {
    const [old, one] = await two();
    const { id: sittingId } = await house.sitting({ days: 10, seats: 5 });
    const { id: other } = await house.sitting({ days: 20, seats: 5 });
    const both = (await house.book(old, sittingId)).body;
    const elsewhere = (await house.book(one, sittingId, { examCode: 'MO-100' })).body;
    const wish = (
      await house.admin.post('/v1/registrations', {
        personId: one,
        examCode: 'MO-201',
        earliest: house.inDays(15),
        latest: house.inDays(25),
      })
    ).body;
    const seat = (await house.book(old, other, { examCode: 'MO-201' })).body;
    await merge(old, one);
    expect(await house.registration(both.id)).toMatchObject({
      ...{ state: 'cancelled', reason: 'PERSON_MERGED', cancellation: 'free', personId: one },
    });
    expect(await house.registration(elsewhere.id)).toMatchObject({ state: 'booked', personId: one, version: 1 });
    expect(await house.registration(wish.id)).toMatchObject({ state: 'cancelled', reason: 'PERSON_MERGED' });
    expect(await house.registration(seat.id)).toMatchObject({ state: 'booked', personId: one });
    expect((await house.admin.get(`/v1/sittings/${sittingId}`)).body.taken).toBe(1);
  });

  it('counts its attempts against the next one: who has passed under either record sits the exam no more', async () => {
    const [old, one] = await two();
    const { id: sittingId } = await house.sitting({ days: 30 });
    const again = (await house.book(one, sittingId)).body;
    const first = await passed(old);
    await merge(old, one);
    expect(await house.registration(first)).toMatchObject({ state: 'passed', personId: one });
    expect(await house.registration(again.id)).toMatchObject({ state: 'cancelled', reason: 'ALREADY_PASSED' });
  });

  it('brings its certifications and credentials as they were signed, and takes them back', async () => {
    const [old, one] = await two();
    await passed(old);
    const before = await credentialsOf(old);
    expect(before).toMatchObject([{ state: 'pending' }]);
    await house.sql(
      sql`update credential set state = 'valid', jwt = 'signed', issued_at = now() where person_id = ${old}`,
    );
    await merge(old, one);
    expect(await credentialsOf(one)).toMatchObject([{ id: before[0]!.id, state: 'valid' }]);
    expect([await held(old), await held(one)]).toMatchObject([[], [{ held: true }]]);
    await part(old);
    expect(await credentialsOf(old)).toMatchObject([{ id: before[0]!.id, state: 'valid' }]);
    expect([await held(old), await held(one)]).toMatchObject([[{ held: true }], []]);
    expect(await credentialsOf(one)).toEqual([]);
  });

  it('is certified once for what both had, and again by itself once the two are parted', async () => {
    const [old, one] = await two();
    await passed(old);
    house.database.clock.set('2026-11-26T09:00:00Z');
    await passed(one);
    await house.sql(
      sql`update credential set state = 'valid', jwt = 'signed', issued_at = now() where person_id in (${old}, ${one})`,
    );
    await merge(old, one);
    expect((await credentialsOf(one)).filter(({ state }) => state !== 'revoked')).toHaveLength(1);
    expect([await held(old), await held(one)]).toMatchObject([[{ held: false }], [{ held: true }]]);
    await merge(old, one);
    expect((await credentialsOf(one)).filter(({ state }) => state !== 'revoked')).toHaveLength(1);
    await part(old);
    for (const person of [old, one]) {
      expect((await credentialsOf(person)).filter(({ state }) => state !== 'revoked')).toHaveLength(1);
      expect(await held(person)).toMatchObject([{ held: true }]);
    }
  });

  it('brings attempts made elsewhere, one of which both had, and those that were taken back', async () => {
    const [old, one] = await two();
    const attempt = (personId: string, startedAt: string) => ({ personId, examCode: 'MO-100', startedAt, score: 500 });
    const [shared, own, wrong] = ['2026-10-01T09:00:00Z', '2026-10-05T09:00:00Z', '2026-10-09T09:00:00Z'];
    const attempts = [attempt(old, shared), attempt(one, shared), attempt(old, own), attempt(old, wrong)];
    await house.admin.post('/v1/past-attempts', { attempts, source: 'elsewhere' });
    const revoked = { personId: old, examCode: 'MO-100', startedAt: wrong, reason: 'of another person' };
    expect((await house.admin.post('/v1/past-attempts/revoke', revoked)).status).toBeLessThan(300);
    await merge(old, one);
    const of = async (id: string) =>
      (await house.sql(sql`select started_at from past_attempt where person_id = ${id}`)).length;
    expect([await of(old), await of(one)]).toEqual([1, 2]);
    const [row] = await house.sql<{ of: string }>(sql`
      select person_id as of from past_attempt_revocation where started_at = ${wrong} and stated_of = ${old}`);
    expect(row).toEqual({ of: one });
    await expect(house.sql(sql`update past_attempt_revocation set score = 1`)).rejects.toThrow(/stays as it is/);
    await part(old);
    expect([await of(old), await of(one)]).toEqual([2, 1]);
  });
});
