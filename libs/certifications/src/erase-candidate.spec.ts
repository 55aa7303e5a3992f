import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Vault } from '@takwin/platform/vault';
import { actorOf, apiOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { CountCertificationsHandler } from './credentials/count-certifications.js';
import { EraseCandidate } from './erase-candidate.js';
import { examEnvironment, type ExamEnvironment } from './testing/exam-environment.js';

let house: ExamEnvironment;
let sittingId: string;
const erases = new EraseCandidate(new Vault([{ number: 1, key: randomBytes(32) }]));

beforeAll(async () => {
  house = await examEnvironment();
  house.database.clock.set('2026-11-23T09:00:00Z');
  sittingId = (await house.sitting({ seats: 50, days: 1 })).id;
});
afterAll(() => house?.close());

const whomOf = (id: string, keepsCredentials = false) => ({ id, ids: [id], keepsCredentials });
const clear = (id: string) => house.database.db.asActor(actorOf('system'), (tx) => erases.clear(tx, whomOf(id)));
const erase = (id: string, keepsCredentials = false) =>
  house.database.db.asActor(actorOf('system'), (tx) => erases.erase(tx, whomOf(id, keepsCredentials)));
const counted = () => new CountCertificationsHandler(house.database.db).run(actorOf('programme-admin'), {} as never);

/** Somebody who passed on the 24th and whose credential is signed on the 25th. */
async function passed(name: string) {
  house.database.clock.set('2026-11-23T09:00:00Z');
  const personId = await house.person(name);
  const { id } = (await house.book(personId, sittingId)).body;
  const before = await clear(personId);
  house.database.clock.set('2026-11-25T12:00:00Z');
  await house.begin(id);
  await house.admin.post('/v1/results', {
    results: [{ registrationId: id, score: 800, startedAt: '2026-11-24T09:05:00Z' }],
  });
  const [signed] = await house.sql<{ id: string; certification: string }>(sql`
    update credential set state = 'valid', jwt = 'signed', issued_at = now(), version = version + 1
    where person_id = ${personId} and state = 'pending' returning id, achievement_id as certification`);
  return { id, personId, credentialId: signed!.id, certification: signed!.certification, before };
}
const credentialOf = async (id: string) =>
  (await house.sql(sql`select state, jwt, revoked_reason as reason from credential where id = ${id}`))[0];

describe('a candidate who is erased', () => {
  it('has no exam to come and no appeal open first', async () => {
    const { id, personId, before } = await passed('hindered');
    expect(before).toBe('exam-to-come');
    expect(await clear(personId)).toBeNull();
    const self = await house.candidate(personId);
    const { status } = await self.post(`/v1/registrations/${id}/appeals`, { ground: 'A computer froze' });
    expect(status).toBe(201);
    expect(await clear(personId)).toBe('appeal-open');
  });

  it('has credentials withdrawn, for good, and counts on', async () => {
    const { personId, credentialId, certification } = await passed('withdrawn-person');
    const before = await counted();
    for (let twice = 0; twice < 2; twice++) await erase(personId);
    expect(await credentialOf(credentialId)).toEqual({
      ...{ state: 'revoked', jwt: '', reason: 'withdrawn at the holder’s request' },
    });
    expect(await counted()).toBe(before);
    const told = await house.sql(sql`
      select type from event_new, jsonb_array_elements(body -> 'changes') c where c ->> 's' = ${credentialId} order by id`);
    expect(told.at(-1)).toEqual({ type: 'CredentialRevoked' });
    const address = `/v1/credentials/${credentialId}`;
    for (const path of [address, `${address}.pdf`])
      for (const caller of [house.admin, apiOf(house.running.url)]) {
        const { status, body } = await caller.get(path);
        expect({ status, code: body.code }).toEqual({ status: 409, code: 'CREDENTIAL_WITHDRAWN' });
        expect(JSON.stringify(body)).not.toContain('withdrawn-person');
      }
    const anew = { personId, certification, reason: 'by mistake' };
    await house.sql(sql`update person_copy set erasure = 'erased' where subject = ${personId}`);
    expect((await house.admin.post('/v1/credentials', anew)).body.code).toBe('CERTIFICATION_NOT_HELD');
    expect((await house.admin.get(`/v1/credentials?personId=${personId}&state=pending`)).body.items).toEqual([]);
  });

  it('keeps credentials where that was asked for', async () => {
    const { personId, credentialId } = await passed('kept');
    await erase(personId, true);
    expect(await credentialOf(credentialId)).toMatchObject({ state: 'valid', jwt: 'signed' });
  });

  it('has words emptied that nobody else may change', async () => {
    const { id, personId } = await passed('said');
    const words = sql`
      insert into exam_day_record(id, sitting_id, registration_id, kind, happened_at, details, content_hash, recorded_at, recorded_by)
      values (gen_random_uuid(), ${sittingId}, ${id}, 'incident', now(), '{"reason": "Salma fell ill"}', 'x', now(), 'x') returning id`;
    await house.sql(words);
    const change = sql`update exam_day_record set details = '{}' where registration_id = ${id} and kind = 'incident'`;
    await expect(house.sql(change)).rejects.toThrow();
    await erase(personId);
    const [left] = await house.sql(sql`
      select details from exam_day_record where registration_id = ${id} and kind = 'incident'`);
    expect(left).toEqual({ details: {} });
    await expect(house.sql(change)).rejects.toThrow();
  });

  it('gave seats up for reasons that no list and no log tells any more, but for codes', async () => {
    house.database.clock.set('2026-11-23T09:00:00Z');
    const personId = await house.person('gave up');
    const own = await house.candidate(personId);
    const dayAway = async () => (await house.sitting({ days: 30 })).id;
    const given: Record<string, string> = {};
    for (const [by, reason] of [
      [own, 'Salma est malade'],
      [house.admin, 'AMRANI'],
      [house.admin, 'MOVE_DECLINED'],
    ] as const) {
      const { id } = (await house.book(personId, await dayAway())).body;
      expect((await by.post(`/v1/registrations/${id}/cancel`, { reason })).body.reason).toBe(reason);
      given[id] = reason === 'MOVE_DECLINED' ? reason : '';
    }
    const other = await house.person('another');
    const { id: others } = (await house.book(other, await dayAway())).body;
    await house.admin.post(`/v1/registrations/${others}/cancel`, { reason: 'also in words' });
    await erase(personId);
    const { items } = (await house.admin.get(`/v1/registrations?personId=${personId}`)).body;
    expect(Object.fromEntries(items.map((one: { id: string; reason: string }) => [one.id, one.reason]))).toEqual(given);
    const told = await house.sql<{ id: string; reason: string }>(sql`
      select c ->> 's' as id, c -> 'd' ->> 'reason' as reason from event_new, jsonb_array_elements(body -> 'changes') c
      where type = 'RegistrationCancelled'`);
    expect(Object.fromEntries(told.map(({ id, reason }) => [id, reason]))).toMatchObject({
      ...given,
      [others]: 'also in words',
    });
    expect((await house.registration(others)).reason).toBe('also in words');
  });

  it('has no words of a completion that was taken back, even where they are told late', async () => {
    const personId = await house.person('taken back');
    const tell = sql`
      insert into literacy_copy(subject, version, generation, revoked_reason) values (${personId}, 1, 1, 'Salma copied')
      on conflict (subject) do update set revoked_reason = excluded.revoked_reason`;
    const told = async () =>
      (
        await house.sql<{ said: string }>(
          sql`select revoked_reason as said from literacy_copy where subject = ${personId}`,
        )
      )[0]!.said;
    await house.sql(tell);
    expect(await told()).toBe('Salma copied');
    await erase(personId);
    expect(await told()).toBe('');
    await house.sql(sql`insert into erasure_work(person_id, stage, changed_at) values (${personId}, 'erased', now())`);
    await house.sql(tell);
    expect(await told()).toBe('');
  });

  it('has attempts of before, those that were taken back too, without the words of where they are known from', async () => {
    const personId = await house.person('attempted before');
    const attempt = (day: string) => ({
      personId,
      examCode: 'MO-201',
      startedAt: `2026-10-${day}T09:00:00Z`,
      score: 450,
    });
    const attempts = [attempt('01'), attempt('02')];
    const recorded = await house.admin.post('/v1/past-attempts', { attempts, source: 'sheet of Salma' });
    expect(recorded.body.outcomes).toEqual(['recorded', 'recorded']);
    const { score: _, ...which } = attempts[1]!;
    const revoked = await house.admin.post('/v1/past-attempts/revoke', { ...which, reason: 'Salma sat another' });
    expect(revoked.status).toBe(200);
    const { items: before } = (await house.admin.get(`/v1/past-attempts?personId=${personId}`)).body;
    expect(JSON.stringify(before)).toContain('sheet of Salma');
    await erase(personId);
    const { items } = (await house.admin.get(`/v1/past-attempts?personId=${personId}`)).body;
    expect(items).toMatchObject([
      { score: 450, source: '', revokedReason: null },
      { score: 450, source: '', revokedReason: '' },
    ]);
  });
});
