import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, SignJWT } from 'jose';
import type { CredentialKeys } from '../credentials/keys.js';
import { judged, keysOf, LATER } from '../testing/badges.js';
import { bakedJson, bakedJwt, bakedPng, foreignIssuer, foreignJwt, p256, svg } from '../testing/foreign.js';
import { vouchedFor } from './documents.js';
import type { VerificationView } from './verdict.js';

type Json = Record<string, unknown>;
type Given = string | object;
type Expected = Partial<Pick<VerificationView, 'verdict' | 'faults' | 'warnings' | 'kind'>>;

let keys: CredentialKeys;
beforeAll(async () => {
  keys = await keysOf();
});
const verify = (given: Given, documents: Given[] = []) => judged(keys, given, { documents: vouchedFor(documents) });

const key = foreignIssuer();
const web = foreignIssuer('did:web:campus.example');
const port = foreignIssuer('did:web:127.0.0.1%3A8080:issuers:1');
const other = foreignIssuer('did:web:campus.example');
const curve = p256();
const webDid = web.did('verificationMethod', 'assertionMethod');
const DAY = 86_400_000;
const valid: Expected = { verdict: 'valid', faults: [], warnings: [], kind: 'open-badge' };
const wrong = (...faults: VerificationView['faults']): Expected => ({ verdict: 'invalid', faults });
const unsure = (...faults: VerificationView['faults']): Expected => ({ verdict: 'undetermined', faults });

const eddsaOf = (credential: Json, by = key, header: Json = {}): Promise<string> =>
  foreignJwt(credential, { alg: 'EdDSA', kid: by.method.id, ...header }, by.privateKey);
const eddsa = (by = key): Promise<string> => eddsaOf(by.badge(), by);
/** A badge as JWT with other registered claims, or none where they are undefined. */
const claiming = async (about: Json): Promise<string> => {
  const claims = { ...decodeJwt(await eddsa()), ...about };
  return new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', kid: key.method.id }).sign(key.privateKey);
};
const seconds = (day: string): number => Date.parse(day) / 1000;
/** The proof of a good one with other members: its signature no longer covers them. */
const reproved = async (about: Json): Promise<Json> => {
  const { proof, ...badge } = await web.proven(web.badge());
  return { ...badge, proof: { ...proof, ...about } };
};

describe('badges of others', () => {
  it.each<[string, () => Promise<Given>, Given[], Expected]>([
    ['JSON of a did:key', () => key.proven(key.badge()), [], valid],
    ['JSON text', async () => JSON.stringify(await key.proven(key.badge())), [], valid],
    ['a JWT of a did:key', () => eddsa(), [], valid],
    [
      'a JWT by a did:key on P-256',
      () =>
        foreignJwt(
          { ...key.badge(), issuer: { id: curve.id, type: ['Profile'] } },
          { alg: 'ES256', kid: curve.kid },
          curve.privateKey,
        ),
      [],
      valid,
    ],
    ['a JWT by the data model’s own rules', () => eddsaOf(key.badge(), key, { typ: 'vc+jwt' }), [], valid],
    [
      'a JWT by rules that are not known',
      () => eddsaOf(key.badge(), key, { typ: 'jwp' }),
      [],
      unsure('PROOF_NOT_SUPPORTED'),
    ],
    ['a JWT without claims', () => claiming({ sub: undefined, nbf: undefined }), [], valid],
    [
      'a JWT that ends, of a badge that says no end',
      () => claiming({ exp: seconds('2026-11-30') }),
      [],
      wrong('EXPIRED'),
    ],
    ['a JWT that will end', () => claiming({ exp: seconds('2036-11-30') }), [], valid],
    [
      'a JWT that begins later than its badge',
      () => claiming({ nbf: seconds('2036-11-30') }),
      [],
      wrong('CLAIMS_DIFFER', 'NOT_YET_VALID'),
    ],
    [
      'a JWT that ends later than its badge',
      () => claiming({ exp: seconds('2036-11-30'), validUntil: '2035-11-30T00:00:00Z' }),
      [],
      wrong('CLAIMS_DIFFER'),
    ],
    ['a JWT about another', () => claiming({ sub: 'did:example:another' }), [], wrong('CLAIMS_DIFFER')],
    ['a JWT that ends on what is no date', () => claiming({ exp: 'soon' }), [], wrong('MALFORMED')],
    ['a PNG with a JWT', async () => bakedPng(await eddsa()), [], valid],
    ['a PNG with JSON', async () => bakedPng(JSON.stringify(await key.proven(key.badge()))), [], valid],
    ['an SVG with a JWT', async () => svg(bakedJwt(await eddsa())), [], valid],
    ['an SVG with JSON', async () => svg(bakedJson(await key.proven(key.badge()))), [], valid],
    [
      'an SVG in base64',
      async () => `data:image/svg+xml;base64,${Buffer.from(svg(bakedJwt(await eddsa()))).toString('base64')}`,
      [],
      valid,
    ],
    [
      'an SVG in a data: URL',
      async () =>
        `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg(bakedJson(await key.proven(key.badge()))))}`,
      [],
      valid,
    ],
    [
      'an SVG of which a letter was changed',
      async () => svg(bakedJson(await key.proven(key.badge()))).replace('Excel', 'Word'),
      [],
      wrong('SIGNATURE_INVALID'),
    ],
    ['a did:web with its document', () => web.proven(web.badge()), [webDid], valid],
    ['a did:web with a port and a path', () => port.proven(port.badge()), [port.did('assertionMethod')], valid],
    [
      'a did:web whose key stands under assertionMethod alone',
      () => web.proven(web.badge()),
      [web.did('assertionMethod')],
      valid,
    ],
    [
      'a did:web that names its key relatively',
      () => web.proven(web.badge()),
      [
        {
          id: web.id,
          verificationMethod: [{ ...web.method, id: `#${web.method.id.split('#')[1]}` }],
          assertionMethod: [web.method.id],
        },
      ],
      valid,
    ],
    ['a did:web without its document', () => web.proven(web.badge()), [], unsure('ISSUER_UNCONFIRMED')],
    [
      'a did:web whose document has the key for other things',
      () => web.proven(web.badge()),
      [{ ...webDid, assertionMethod: [other.method] }],
      wrong('ISSUER_DISOWNS_KEY'),
    ],
    [
      'a did:web whose document has keys that are not known here',
      () => web.proven(web.badge()),
      [{ id: web.id, assertionMethod: [`${web.id}#elsewhere`] }],
      unsure('ISSUER_UNCONFIRMED'),
    ],
    [
      'a did:key that another signed',
      async () => key.proven(key.badge({ issuer: foreignIssuer().id })),
      [],
      wrong('ISSUER_DISOWNS_KEY'),
    ],
  ])('%s', async (_, given, documents, expected) => {
    expect(await verify(await given(), documents)).toMatchObject(expected);
  });

  it('is by a key that its issuer has ended: nothing is verified by it any more', async () => {
    const badge = await web.proven(web.badge());
    const by = (about: Json) => verify(badge, [{ id: web.id, assertionMethod: [{ ...web.method, ...about }] }]);
    expect(await by({ revoked: '2026-11-25T00:00:00Z' })).toMatchObject(unsure('KEY_ENDED'));
    expect(await by({ expires: '2026-11-25T00:00:00Z', revoked: 'soon' })).toMatchObject(unsure('KEY_ENDED'));
    for (const unread of ['soon', 1, {}]) {
      expect(await by({ expires: unread })).toMatchObject(unsure('ISSUER_UNCONFIRMED'));
      expect(await by({ revoked: unread })).toMatchObject(unsure('ISSUER_UNCONFIRMED'));
    }
    expect(await by({ revoked: null, expires: null })).toMatchObject(valid);
    expect(await by({ expires: '2027-11-25T00:00:00Z' })).toMatchObject(valid);
  });

  it('takes a did:key without a fragment, and warns of it', async () => {
    const { privateKey, id } = key;
    const jwt = await foreignJwt(key.badge(), { alg: 'EdDSA', kid: id }, privateKey);
    expect(await verify(jwt)).toMatchObject({ ...valid, warnings: ['KEY_WITHOUT_FRAGMENT'] });
    const stranger = foreignIssuer();
    const stolen = await foreignJwt(key.badge(), { alg: 'EdDSA', kid: stranger.id }, stranger.privateKey);
    expect(await verify(stolen)).toMatchObject(wrong('ISSUER_DISOWNS_KEY'));
  });

  it('does not call it wrong that a did:key is of a kind that is not known here', async () => {
    const unknown = 'did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme';
    const badge = { ...key.badge(), issuer: { id: unknown, type: ['Profile'] } };
    const jwk = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
    const header = { alg: 'ES256', kid: `${unknown}#x`, jwk: jwk.publicKey.export({ format: 'jwk' }) };
    const [, ...rest] = (await foreignJwt(badge, { alg: 'EdDSA' }, key.privateKey)).split('.');
    const jwt = [Buffer.from(JSON.stringify({ ...header, alg: 'ES256K' })).toString('base64url'), ...rest].join('.');
    expect(await verify(jwt)).toMatchObject(unsure('PROOF_NOT_SUPPORTED'));
    expect(await verify(await key.proven(badge))).toMatchObject(unsure('ISSUER_UNCONFIRMED'));
  });
});

describe('proofs', () => {
  const proofs = async (given: Given) => (await verify(given, [webDid])).proofs;

  it.each<[string, () => Promise<Given>, Expected]>([
    ['expired', () => web.proven(web.badge(), { expires: '2026-11-30T00:00:00Z' }), wrong('PROOF_EXPIRED')],
    ['still holding', () => web.proven(web.badge(), { expires: '2026-12-02T00:00:00Z' }), valid],
    ['of the future', () => web.proven(web.badge(), {}, new Date(LATER.getTime() + DAY)), wrong('PROOF_NOT_YET_VALID')],
    ['a minute ahead, as clocks are', () => web.proven(web.badge(), {}, new Date(LATER.getTime() + 60_000)), valid],
    [
      'expired by an instant that no signature covers',
      () => reproved({ expires: '2026-11-30T00:00:00Z' }),
      wrong('PROOF_EXPIRED', 'SIGNATURE_INVALID'),
    ],
    ['dated by what is no date', () => reproved({ created: 'yesterday' }), { verdict: 'invalid' }],
    ['of an unknown cryptosuite', () => reproved({ cryptosuite: 'ecdsa-sd-2023' }), unsure('PROOF_NOT_SUPPORTED')],
    [
      'of an unknown type, signed in a way of its own',
      () => reproved({ type: 'RsaSignature2018', jws: 'a..b', proofValue: undefined }),
      unsure('PROOF_NOT_SUPPORTED'),
    ],
    [
      'an expired one of an unknown cryptosuite',
      () => reproved({ cryptosuite: 'bbs-2023', expires: '2020-01-01T00:00:00Z' }),
      wrong('PROOF_EXPIRED', 'PROOF_NOT_SUPPORTED'),
    ],
    [
      'made for another purpose than to assert',
      () => web.proven(web.badge(), { proofPurpose: 'authentication' }),
      wrong('PROOF_OF_OTHER_PURPOSE'),
    ],
    ['made for no purpose that it names', () => reproved({ proofPurpose: undefined }), wrong('MALFORMED')],
    [
      'more of them than are looked at',
      async () => {
        const { proof, ...badge } = await web.proven(web.badge());
        return { ...badge, proof: Array(6).fill(proof) };
      },
      unsure('TOO_COMPLEX'),
    ],
    ['none at all', async () => web.badge(), wrong('PROOF_MISSING')],
    [
      'of a draft',
      () => web.proven(web.badge(), { cryptosuite: 'eddsa-2022' }),
      { ...valid, warnings: ['PROOF_SUITE_DEPRECATED'] },
    ],
  ])('%s', async (_, given, expected) => {
    expect(await verify(await given(), [webDid])).toMatchObject(expected);
  });

  it('are each named: which of them holds, and which does not', async () => {
    const badge = web.badge();
    const [good, theirs] = [await web.prove(badge), await other.prove(badge)];
    const both = { ...badge, proof: [good, { ...good, proofValue: theirs.proofValue }] };
    expect(await verify(both, [webDid])).toMatchObject(wrong('SIGNATURE_INVALID'));
    expect(await proofs(both)).toEqual([
      {
        type: 'DataIntegrityProof',
        suite: 'eddsa-rdfc-2022',
        key: web.method.id,
        createdAt: '2026-11-24T10:00:00.000Z',
        expiresAt: null,
        faults: [],
      },
      expect.objectContaining({ faults: ['SIGNATURE_INVALID'] }),
    ]);
    const unknown = { ...badge, proof: [good, { ...good, cryptosuite: 'ecdsa-rdfc-2019' }] };
    expect(await verify(unknown, [webDid])).toMatchObject(unsure('PROOF_NOT_SUPPORTED'));
    expect((await proofs(unknown)).map(({ suite, faults }) => [suite, faults])).toEqual([
      ['eddsa-rdfc-2022', []],
      ['ecdsa-rdfc-2019', ['PROOF_NOT_SUPPORTED']],
    ]);
    expect(await proofs(await eddsa(web))).toEqual([
      { type: 'JWT', suite: 'EdDSA', key: web.method.id, createdAt: null, expiresAt: null, faults: [] },
    ]);
  });

  it.each(['2025-02-31', '2025-02-29', '2025-04-31'])(
    'are of no badge that holds from a day that is none: %s',
    async (day) => {
      const badge = key.badge({ validFrom: `${day}T00:00:00Z` });
      expect(await verify(await key.proven(badge))).toMatchObject({ verdict: 'invalid' });
      expect((await verify(await key.proven(badge))).faults).toContain('MALFORMED');
    },
  );

  it('are wrong by an algorithm for other keys than theirs, whichever', async () => {
    const keys = [
      generateKeyPairSync('rsa', { modulusLength: 2048 }),
      ...['prime256v1', 'secp384r1', 'secp521r1'].map((namedCurve) => generateKeyPairSync('ec', { namedCurve })),
      generateKeyPairSync('ed25519'),
    ].map(({ publicKey }) => publicKey.export({ format: 'jwk' }));
    const own: Record<string, number> = { RS256: 0, PS512: 0, ES256: 1, ES384: 2, ES512: 3, EdDSA: 4, Ed25519: 4 };
    const [, body] = (await eddsa()).split('.');
    for (const [alg, fits] of Object.entries(own))
      for (const [place, jwk] of keys.entries()) {
        const header = Buffer.from(JSON.stringify({ alg, jwk })).toString('base64url');
        const verdict = await verify(`${header}.${body}.${Buffer.alloc(64, 1).toString('base64url')}`);
        expect([alg, place === fits, verdict]).toMatchObject([alg, place === fits, { verdict: 'invalid' }]);
        expect(verdict.faults).toContain('SIGNATURE_INVALID');
      }
  });

  it('by an algorithm that proves nothing are wrong, and by one that is not known are not', async () => {
    const [, ...rest] = (await eddsa()).split('.');
    const by = (alg: string) => verify([Buffer.from(JSON.stringify({ alg })).toString('base64url'), ...rest].join('.'));
    expect(await by('none')).toMatchObject(wrong('ALGORITHM_NOT_ACCEPTED'));
    expect(await by('HS256')).toMatchObject(wrong('ALGORITHM_NOT_ACCEPTED'));
    expect(await by('ML-DSA-44')).toMatchObject(unsure('PROOF_NOT_SUPPORTED'));
  });
});
