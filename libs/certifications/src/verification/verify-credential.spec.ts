import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CATALOGUE } from '@takwin/contracts/refusals';
import { Words } from '@takwin/platform/errors';
import {
  actorOf,
  apiOf,
  testDatabase,
  type TestDatabase,
  testService,
  type TestService,
  testTokens,
  type TestTokens,
} from '@takwin/platform/testing';
import { earnCredentials } from '../credentials/credential.writer.js';
import { IssueCredentialsHandler } from '../credentials/issue-credentials.js';
import { CredentialKeys } from '../credentials/keys.js';
import { UPSKILLING } from '../credentials/reference/achievements.js';
import { CertificationsModule, certificationsMigrations, loadCertificationsReference } from '../index.js';
import { credentialEnv } from '../testing/badges.js';
import { foreignIssuer } from '../testing/foreign.js';
import { given as givenIn } from '../testing/given.js';

let database: TestDatabase;
let tokens: TestTokens;
let running: TestService;
let anyone: ReturnType<typeof apiOf>;

beforeAll(async () => {
  database = await testDatabase({
    schema: 'certifications',
    migrations: certificationsMigrations,
    reference: loadCertificationsReference,
  });
  tokens = await testTokens();
  const env = { ...tokens.env, ...credentialEnv() };
  running = await testService(CertificationsModule, { env, db: database.db, words: new Words(CATALOGUE) });
  anyone = apiOf(running.url);
});
afterAll(async () => {
  await running?.close();
  await tokens?.close();
  await database?.close();
});

const JWT = { headers: { accept: 'application/vc+jwt' } };
const verify = async (credential: unknown, language = 'en') =>
  (await anyone.post('/v1/credentials/verify', { credential }, { headers: { 'accept-language': language } })).body;
const ask = async (credential: string, language: string) => {
  const query = `mutation($input: VerifyCredentialInput!) { verifyCredential(input: $input) {
    verdict faults faultTexts warnings warningTexts revokedReason proofs { faults faultTexts } } }`;
  const headers = { 'accept-language': language };
  return (await anyone.post('/graphql', { query, variables: { input: { credential } } }, { headers })).body.data
    .verifyCredential;
};

/** A signed credential of this house, as JWT. */
async function issued(name: string): Promise<{ id: string; jwt: string }> {
  const given = givenIn(database);
  const academyId = await given.academy('Rabat');
  const personId = await given.person(name, academyId);
  const earned = { personId, achievementId: UPSKILLING, academyId, region: given.region, achievedOn: '2026-11-20' };
  const [id] = await database.db.asActor(actorOf('system'), (tx) => earnCredentials(tx, [earned]));
  await new IssueCredentialsHandler(database.db, running.get(CredentialKeys)).run([id!]);
  return { id: id!, jwt: (await anyone.get(`/v1/credentials/${id}`, JWT)).body };
}

describe('our own status list', () => {
  it('is not called wrong: it is true, and of a kind that is not judged', async () => {
    const url = '/v1/credentials/status-lists/0';
    const [json, jwt] = [JSON.parse((await anyone.get(url)).body), (await anyone.get(url, JWT)).body];
    for (const list of [json, jwt])
      expect(await verify(list)).toMatchObject({ verdict: 'undetermined', faults: ['TYPE_NOT_SUPPORTED'] });
    expect(await ask(jwt, 'en')).toMatchObject({ verdict: 'UNDETERMINED', faults: ['TYPE_NOT_SUPPORTED'] });
  });
});

describe('what is found', () => {
  it('is told in words, in the language that is asked for', async () => {
    const web = foreignIssuer('did:web:campus.example');
    const old = { validFrom: '2026-01-01T00:00:00Z' };
    const made = await web.proven(web.badge(old), { cryptosuite: 'eddsa-2022' }, new Date(old.validFrom));
    const badge = JSON.stringify(made);
    for (const [language, unconfirmed, outdated] of [
      ['fr', 'L’appartenance de la clé', 'La signature est d’un type'],
      ['ar', 'تعذر التحقق من أن المفتاح', 'التوقيع من نوع'],
      ['en', 'Whether the issuer owns the key', 'The signature is of a kind'],
    ] as const)
      for (const found of [await verify(badge, language), await ask(badge, language)])
        expect(found).toMatchObject({
          faults: ['ISSUER_UNCONFIRMED'],
          faultTexts: [expect.stringContaining(unconfirmed)],
          warnings: ['PROOF_SUITE_DEPRECATED'],
          warningTexts: [expect.stringContaining(outdated)],
          proofs: [{ faults: ['ISSUER_UNCONFIRMED'], faultTexts: [expect.stringContaining(unconfirmed)] }],
        });
  });

  it('tells why a credential was revoked, as whoever revoked it said', async () => {
    const { id, jwt } = await issued('Revoked');
    expect(await verify(jwt)).toMatchObject({ verdict: 'valid', revokedReason: null, faultTexts: [] });
    const admin = anyone.as(await tokens.of({ role: 'programme-admin' }));
    await admin.post(`/v1/credentials/${id}/revoke`, { reason: 'Établi par erreur' });
    expect(await verify(jwt)).toMatchObject({ faults: ['REVOKED'], revokedReason: 'Établi par erreur' });
    expect(await ask(jwt, 'en')).toMatchObject({ faults: ['REVOKED'], revokedReason: 'Établi par erreur' });
  });
});
