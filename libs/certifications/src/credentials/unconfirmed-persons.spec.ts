import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';
import { CountCertificationsHandler } from './count-certifications.js';
import { IssueCredentialsHandler } from './issue-credentials.js';
import { CredentialKeys } from './keys.js';

let house: ExamEnvironment;
let sittingId: string;

beforeAll(async () => {
  house = await examEnvironment();
  house.database.clock.set('2026-11-23T09:00:00Z');
  sittingId = (await house.sitting({ seats: 50, days: 1 })).id;
});
afterAll(() => house?.close());

const counted = () => new CountCertificationsHandler(house.database.db).run(actorOf('programme-admin'), {} as never);
const issuing = () => new IssueCredentialsHandler(house.database.db, house.running.get(CredentialKeys));
const waiting = () => issuing().waiting(new Date('2030-01-01'), 1_000);
const credentialOf = async (personId: string) =>
  (await house.admin.get(`/v1/credentials?personId=${personId}`)).body.items[0];
const confirm = (personId: string) => house.given.personSays(personId, house.academyId, { confirmed: true });

/** Somebody whom an academy alone states, and who passed with a parent's consent. */
async function passed(name: string): Promise<string> {
  house.database.clock.set('2026-11-23T09:00:00Z');
  const personId = await house.person(name, { isConfirmed: false });
  const said = { consent: true, consentDocument: 'DR-04/2026/311' };
  const { id, state } = (await house.book(personId, sittingId, said)).body;
  expect(state).toBe('booked');
  house.database.clock.set('2026-11-25T12:00:00Z');
  await house.begin(id);
  const results = [{ registrationId: id, score: 800, startedAt: '2026-11-24T09:05:00Z' }];
  expect((await house.admin.post('/v1/results', { results })).body.outcomes[0].outcome).toBe('passed');
  return personId;
}

describe('the credential of a person whom an academy alone states', () => {
  it('waits, and its certification counts for nothing, until others confirm the person: then both follow', async () => {
    const before = await counted();
    const personId = await passed('stated');
    const { id } = await credentialOf(personId);
    await issuing().run([id]);
    expect(await credentialOf(personId)).toMatchObject({ state: 'pending', waitsFor: 'PERSON_UNCONFIRMED' });
    expect(await waiting()).not.toContain(id);
    expect(await counted()).toBe(before);
    await confirm(personId);
    expect(await waiting()).toContain(id);
    await issuing().run(await waiting());
    expect(await credentialOf(personId)).toMatchObject({ id, state: 'valid', waitsFor: null });
    expect(await counted()).toBe(before + 1);
  });

  it('waits as well where somebody asks for it again', async () => {
    const personId = await passed('asked for');
    const { id, achievement } = await credentialOf(personId);
    const again = await house.admin.post('/v1/credentials', { personId, certification: achievement.id });
    expect(again.body).toMatchObject({ code: 'CREDENTIAL_IS_ISSUED', credentialId: id, state: 'pending' });
  });

  it('is not there for the public, and says to those who may know what it waits for, at each door', async () => {
    const personId = await passed('hidden');
    const { id } = await credentialOf(personId);
    const anyone = house.admin.as('');
    const stranger = house.admin.as(await house.tokens.of({ role: 'candidate', personId: crypto.randomUUID() }));
    const holder = house.admin.as(await house.tokens.of({ role: 'candidate', personId }));
    for (const door of [`/v1/credentials/${id}`, `/v1/credentials/${id}.pdf`]) {
      const none = await anyone.get(door.replace(id, crypto.randomUUID()));
      for (const by of [anyone, stranger])
        expect(await by.get(door)).toMatchObject({
          status: 404,
          body: { code: 'NOT_FOUND', detail: none.body.detail },
        });
      for (const by of [holder, house.admin])
        expect(await by.get(door)).toMatchObject({ status: 409, body: { code: 'PERSON_UNCONFIRMED' } });
    }
    expect((await anyone.get(`/verify/${id}`)).status).toBe(404);
    const revoked = await house.admin.post(`/v1/credentials/${id}/revoke`, { reason: 'fraud' });
    expect(revoked).toMatchObject({ status: 409, body: { code: 'PERSON_UNCONFIRMED' } });
    await confirm(personId);
    for (const door of [`/v1/credentials/${id}`, `/v1/credentials/${id}.pdf`])
      expect((await holder.get(door)).body.code).toBe('CREDENTIAL_NOT_SIGNED');
    expect((await anyone.get(`/v1/credentials/${id}`)).status).toBe(404);
  });

  it('is signed once, whether its worker comes before or after the confirmation', async () => {
    const personId = await passed('raced');
    const { id } = await credentialOf(personId);
    await Promise.all([issuing().run([id]), confirm(personId), issuing().run([id])]);
    await issuing().run(await waiting());
    expect(await credentialOf(personId)).toMatchObject({ id, state: 'valid' });
    expect((await house.admin.get(`/v1/credentials?personId=${personId}`)).body.items).toHaveLength(1);
  });
});
