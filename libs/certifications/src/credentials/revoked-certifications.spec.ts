import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';
import { revokedCertificationsMigration } from '../migrations/2026-11-30-revoked-certifications.js';
import { CountCertificationsHandler } from './count-certifications.js';

let house: ExamEnvironment;
let sittingId: string;
let another: string;

beforeAll(async () => {
  house = await examEnvironment();
  house.database.clock.set('2026-11-23T09:00:00Z');
  another = await house.tokens.of({ role: 'programme-admin', subject: 'another admin' });
  sittingId = (await house.sitting({ seats: 50, days: 1 })).id;
});
afterAll(() => house?.close());

const counted = () => new CountCertificationsHandler(house.database.db).run(actorOf('programme-admin'), {} as never);
const startedAt = '2026-11-24T09:05:00Z';

/** Somebody who passed on the 24th and whose credential is signed on the 25th. */
async function passed(name: string) {
  house.database.clock.set('2026-11-23T09:00:00Z');
  const personId = await house.person(name);
  const { id } = (await house.book(personId, sittingId)).body;
  house.database.clock.set('2026-11-25T12:00:00Z');
  await house.begin(id);
  await house.admin.post('/v1/results', { results: [{ registrationId: id, score: 800, startedAt }] });
  return { id, personId, ...(await sign(personId)) };
}

async function sign(personId: string) {
  const [one] = await house.sql<{ credentialId: string; certification: string }>(sql`
    update credential set state = 'valid', jwt = 'signed', issued_at = now(), version = version + 1
    where person_id = ${personId} and state = 'pending' returning id as "credentialId", certification_id as certification`);
  return one!;
}

/** What the log told last of what a person holds. */
async function told(personId: string) {
  const [last] = await house.sql<object>(sql`
    select type, change #>> '{d,state}' as state, change #>> '{d,credentialId}' as "credentialId",
      change #>> '{d,revokedOn}' as "revokedOn"
    from event_new, jsonb_array_elements(body -> 'changes') change
    where subject = 'certification' and change #>> '{d,personId}' = ${personId} order by (change ->> 'v')::int desc limit 1`);
  return last;
}

/** Another of the programme than who revokes. */
const other = () => house.admin.as(another);
const revoke = (id: string, by = house.admin) => by.post(`/v1/credentials/${id}/revoke`, { reason: 'fraud' });

describe('a certification whose credential somebody revoked', () => {
  it('is told with its credential, counts no more from that day on, and counts again when it is issued again', async () => {
    const before = await counted();
    const { personId, credentialId, certification } = await passed('revoked');
    expect(await counted()).toBe(before + 1);
    const held = { state: 'held', credentialId, revokedOn: null };
    expect(await told(personId)).toEqual({ type: 'CertificationAchieved', ...held });

    expect((await revoke(credentialId)).body.state).toBe('revoked');
    expect(await counted()).toBe(before);
    expect(await told(personId)).toEqual({ type: 'CertificationRevoked', ...held, revokedOn: '2026-11-25' });

    const { id } = (await house.sql<{ id: string }>(sql`select id from held where person_id = ${personId}`))[0]!;
    const shown = { personId, certification, state: 'held', credentialId, revokedOn: '2026-11-25' };
    expect((await house.admin.get(`/v1/certifications/${id}`)).body).toMatchObject(shown);
    const graph = await house.director.graphql(`{ heldCertification(id: "${id}") { personId credentialId } }`);
    expect(graph.body.data.heldCertification).toEqual({ personId, credentialId });
    const stranger = house.admin.as(await house.tokens.of({ role: 'candidate', personId: crypto.randomUUID() }));
    expect((await stranger.get(`/v1/certifications/${id}`)).status).toBe(404);

    const asked = { personId, certification, reason: 'the accusation was false' };
    const again = (await other().post('/v1/credentials', asked)).body;
    expect(await counted()).toBe(before + 1);
    expect(await told(personId)).toEqual({ type: 'CertificationReissued', ...held, credentialId: again.id });
    const issued = { status: 409, code: 'CREDENTIAL_IS_ISSUED', credentialId: again.id, state: 'pending' };
    expect((await other().post('/v1/credentials', asked)).body).toMatchObject(issued);
    expect(await told(personId)).toMatchObject({ credentialId: again.id });
  });

  it('does not come back by a correction there and back', async () => {
    const before = await counted();
    const { id, personId, credentialId } = await passed('revoked and corrected');
    await revoke(credentialId);
    await corrected(id, 100);
    expect(await told(personId)).toMatchObject({ state: 'withdrawn', revokedOn: '2026-11-25' });
    await corrected(id, 800);
    expect(await told(personId)).toMatchObject({ state: 'held', revokedOn: '2026-11-25' });
    expect(await counted()).toBe(before);
  });

  it('is revoked and issued again one after the other, however they race', async () => {
    const before = await counted();
    const { personId, credentialId, certification } = await passed('raced');
    const issue = () => other().post('/v1/credentials', { personId, certification, reason: 'an error' });
    await Promise.all([revoke(credentialId), issue(), issue(), revoke(credentialId), issue()]);
    const [standing] = await house.sql<{ count: number }>(sql`
      select count(*)::int as count from credential where person_id = ${personId} and state <> 'revoked'`);
    expect(await counted()).toBe(before + standing!.count);
  });
});

describe('what somebody revoked', () => {
  const issue = (about: object, by = house.admin) => by.post('/v1/credentials', about);

  it('is issued again by the programme alone, by another than who revoked it, with a reason that is kept', async () => {
    const { personId, credentialId, certification } = await passed('fraud');
    await revoke(credentialId);
    const asked = { personId, certification, reason: 'cleared' };
    const manager = house.admin.as(await house.tokens.of({ role: 'academy-manager', academies: [house.academyId] }));
    for (const by of [house.director, manager])
      expect((await issue(asked, by)).body).toMatchObject({ status: 403, code: 'CREDENTIAL_WAS_REVOKED' });
    expect((await issue(asked)).body).toMatchObject({ status: 403, code: 'REISSUE_NEEDS_ANOTHER' });
    const silent = await issue({ personId, certification }, other());
    expect(silent.body).toMatchObject({ code: 'INVALID_INPUT', errors: [{ path: 'reason', code: 'required' }] });
    const abroad = house.admin.as(await house.tokens.of({ role: 'regional-director', regions: ['MA-12'] }));
    expect((await issue(asked, abroad)).body.code).toBe('CERTIFICATION_NOT_HELD');

    const unknown = { status: 422, code: 'INVALID_INPUT', errors: [{ path: 'certification', code: 'unknown' }] };
    for (const none of ['none', certification.replace('certification.', '')])
      expect((await issue({ ...asked, certification: none }, other())).body).toMatchObject(unknown);

    const { status, body } = await issue(asked, other());
    expect([status, body]).toMatchObject([201, { reissuedBy: 'another admin', reissuedReason: 'cleared' }]);
    const [revoked] = (await house.admin.get(`/v1/credentials?personId=${personId}&state=revoked`)).body.items;
    expect(revoked).toMatchObject({ id: credentialId, revokedBy: 'test:programme-admin', reissuedBy: null });
  });

  it('is issued again once, however often that is asked for at the same time', async () => {
    const { personId, credentialId, certification } = await passed('issued at once');
    await revoke(credentialId);
    const asked = { personId, certification, reason: 'cleared' };
    const answers = await Promise.all(Array.from({ length: 4 }, () => issue(asked, other())));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    const { id } = answers.find(({ status }) => status === 201)!.body;
    for (const { body } of answers.filter(({ status }) => status === 409))
      expect(body).toMatchObject({ code: 'CREDENTIAL_IS_ISSUED', credentialId: id });
  });

  it('is not what a correction took back: its academy may ask for another', async () => {
    const { id, personId, certification } = await passed('corrected there and back');
    await corrected(id, 100);
    await corrected(id, 800);
    const manager = house.admin.as(await house.tokens.of({ role: 'academy-manager', academies: [house.academyId] }));
    const { status, body } = await issue({ personId, certification }, manager);
    expect([status, body]).toMatchObject([201, { state: 'pending', reissuedBy: null }]);
  });
});

describe('a certification whose credential a correction revoked', () => {
  it('counts again once its exam is passed again', async () => {
    const before = await counted();
    const { id, personId } = await passed('corrected');
    await corrected(id, 100);
    expect(await counted()).toBe(before);
    await corrected(id, 800);
    expect(await counted()).toBe(before + 1);
    expect(await told(personId)).toMatchObject({ state: 'held', revokedOn: null });
  });
});

describe('what was revoked before that counted', () => {
  it('is found, and told of with its credential', async () => {
    const [one, other] = [await passed('of before'), await passed('neighbour')];
    await revoke(one.credentialId);
    await house.sql(sql`alter table held drop column revoked_at`);
    for (const statement of revokedCertificationsMigration.up.split(';').filter((text) => text.trim()))
      await house.sql(sql([statement]));
    const { personId, credentialId } = one;
    const held = { type: 'CertificationAchieved', state: 'held' };
    expect(await told(personId)).toEqual({ ...held, credentialId, revokedOn: '2026-11-25' });
    expect(await told(other.personId)).toEqual({ ...held, credentialId: other.credentialId, revokedOn: null });
  });
});

/** Corrects a result, and has somebody else accept what is held of it. */
async function corrected(id: string, score: number): Promise<void> {
  const { revisions } = (await house.admin.get(`/v1/results/${id}`)).body;
  await house.admin.post(`/v1/results/${id}/correct`, { reason: 'rescored', score, revision: revisions.length });
  const { items } = (await house.admin.get(`/v1/results?registrationId=${id}&state=held`)).body;
  for (const { id: resultId } of items)
    await house.director.post(`/v1/results/${resultId}/decide`, { accept: true, reason: 'looked into' });
}
