import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { CredentialEnv, CredentialKeys } from './keys.js';
import { openBadge } from './open-badge.js';
import { signCredential } from './sign.js';
import { judgeJwt } from './verify.js';

const ISSUER = 'https://takwin.example';
const ID = '7f0c2f0e-6f0a-4b57-9d0a-0d8f6a3a2b11';
const issuedAt = new Date('2026-11-24T10:00:00Z');
const now = new Date('2026-12-01T00:00:00Z');

const badge = openBadge(ISSUER, {
  id: ID,
  holder: { name: 'Salma EL AMRANI' },
  achievement: { id: 'certification.mos-excel-2019', name: 'Microsoft Office Specialist: Excel' },
  issuedAt,
  achievedOn: '2026-11-23',
});

const newKeys = async (...sets: object[]) => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const env = CredentialEnv.parse({
    CREDENTIAL_KEYS: JSON.stringify({ keys: [jwk, ...sets] }),
    PUBLIC_URL: `${ISSUER}/`,
  });
  return { jwk, privateKey, keys: await CredentialKeys.from(env) };
};
let ours: Awaited<ReturnType<typeof newKeys>>;
beforeAll(async () => {
  ours = await newKeys();
});

describe('a signed credential', () => {
  it('is the credential itself with the registered claims, typ JWT and a kid under /keys/', async () => {
    const jwt = await signCredential(ours.keys, badge);
    expect(decodeProtectedHeader(jwt)).toEqual({ alg: 'RS256', typ: 'JWT', kid: ours.keys.current.kid });
    expect(ours.keys.current.kid).toMatch(/^https:\/\/takwin\.example\/keys\/[\w-]{43}$/);
    expect(decodeJwt(jwt)).toMatchObject({ ...badge, iss: ISSUER, jti: badge.id, sub: `urn:uuid:${ID}` });
    expect(await judgeJwt(ours.keys, jwt, now)).toEqual({ faults: [], credentialId: badge.id });
  });

  it('still verifies once the key was rotated, and says of the old key what it was', async () => {
    const jwt = await signCredential(ours.keys, badge);
    const rotated = await newKeys(ours.jwk);
    expect(await judgeJwt(rotated.keys, jwt, now)).toMatchObject({ faults: [] });
    expect(rotated.keys.jwks.keys).toHaveLength(2);
    expect(rotated.keys.jwks.keys.every((key) => !('d' in key))).toBe(true);
  });

  it('is not valid when changed, foreign, early, of another algorithm, or no badge', async () => {
    const jwt = await signCredential(ours.keys, badge);
    const [header, payload, signature] = jwt.split('.') as [string, string, string];
    const forged = Buffer.from(JSON.stringify({ ...decodeJwt(jwt), name: 'Another' })).toString('base64url');
    const foreign = await signCredential((await newKeys()).keys, badge);
    const sign = (claims: object, head: object) =>
      new SignJWT({ ...claims })
        .setProtectedHeader(head as never)
        .setIssuer(ISSUER)
        .sign(ours.privateKey);
    const head = { alg: 'RS256', typ: 'JWT', kid: ours.keys.current.kid };
    const faults = async (text: string, at = now) => (await judgeJwt(ours.keys, text, at)).faults;
    expect(await faults(`${header}.${forged}.${signature}`)).toEqual(['SIGNATURE_INVALID']);
    expect(await faults(`${header}.${payload}.`)).toEqual(['SIGNATURE_INVALID']);
    expect(await faults(foreign)).toEqual(['KEY_UNKNOWN']);
    expect(await faults(jwt, new Date('2026-11-24T09:59:59Z'))).toEqual(['NOT_YET_VALID']);
    expect(await faults(await sign(badge, { ...head, typ: 'vc+jwt' }))).toEqual(['ALGORITHM_NOT_ACCEPTED']);
    expect(await faults(await sign({ type: ['VerifiableCredential'] }, head))).toEqual(['NOT_AN_OPEN_BADGE']);
    expect(await faults(await sign({ ...badge, exp: 1 }, head))).toEqual(['EXPIRED']);
    expect(await faults('not a jwt')).toEqual(['MALFORMED']);
  });
});
