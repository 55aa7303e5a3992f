import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { CredentialEnv, CredentialKeys } from '../credentials/keys.js';
import { openBadge, type Achieved } from '../credentials/openbadge-credential.js';
import { proofOver } from '../credentials/data-integrity.js';
import { signCredential } from '../credentials/sign.js';
import { shippedContexts } from '../credentials/reference/contexts.js';
import { judge, type Bench } from '../verification/judge.js';
import { verdictOf } from '../verification/verdict.js';

export const PUBLIC_URL = 'https://takwin.example';

export const newRsaKey = (): object =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
export const newEdKey = (): object => generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });

/** Keys as an environment gives them, to seal files and to issue: for that a new RSA and a new Ed25519 key unless told. */
export const credentialEnv = (...keys: object[]) => ({
  CIN_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  CREDENTIAL_KEYS: JSON.stringify({ keys: keys.length > 0 ? keys : [newRsaKey(), newEdKey()] }),
  PUBLIC_URL,
});

/** The same keys as specs use them. */
export const keysOf = (...keys: object[]): Promise<CredentialKeys> =>
  CredentialKeys.from(CredentialEnv.parse(credentialEnv(...keys)));

export const SALMA: Achieved = {
  id: '7f0c2f0e-6f0a-4b57-9d0a-0d8f6a3a2b11',
  ordinal: 4242,
  holder: { name: 'Salma EL AMRANI', nameAr: 'سلمى العمراني' },
  achievement: {
    id: 'certification.mos-excel-2019',
    kind: 'certification',
    name: 'Microsoft Office Specialist: Excel',
    nameAr: null,
  },
  issuedAt: new Date('2026-11-24T10:00:00.250Z'),
  achievedOn: '2026-11-23',
  validUntil: null,
};
export const LATER = new Date('2026-12-01T00:00:00Z');

/** A badge signed in both forms. */
export async function signedBadge(keys: CredentialKeys, about: Partial<Achieved> = {}) {
  const badge = openBadge(keys, { ...SALMA, ...about });
  const jwt = await signCredential(keys.current, badge);
  const proof = keys.proving && (await proofOver(badge, keys.proving, SALMA.issuedAt, shippedContexts()));
  return { badge, jwt, json: { ...badge, proof } };
}

/** What our own verifier says of it with these keys, and whatever `about` changes; no status list unless told. */
export async function judged(keys: CredentialKeys, given: string | object, about: Partial<Bench> = {}) {
  const bench: Bench = {
    contexts: shippedContexts(),
    documents: (id) => keys.document(id),
    house: keys.house,
    now: LATER,
    patience: 86_400_000,
    ...about,
  };
  return verdictOf(await judge(given, bench));
}
