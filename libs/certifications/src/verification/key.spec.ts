import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CredentialKeys } from '../credentials/keys.js';
import { multikeyOf } from '../credentials/multikey.js';
import { judged, keysOf, PUBLIC_URL } from '../testing/badges.js';
import { foreignIssuer, foreignJwt } from '../testing/foreign.js';
import { vouchedFor } from './documents.js';
import type { VerificationView } from './verdict.js';

type Expected = Pick<VerificationView, 'verdict' | 'faults'>;

let keys: CredentialKeys;
beforeAll(async () => {
  keys = await keysOf();
});
const verify = (given: string, documents: object[]) => judged(keys, given, { documents: vouchedFor(documents) });

const valid: Expected = { verdict: 'valid', faults: [] };
const disowned: Expected = { verdict: 'invalid', faults: ['ISSUER_DISOWNS_KEY'] };
const unconfirmed: Expected = { verdict: 'undetermined', faults: ['ISSUER_UNCONFIRMED'] };

describe('whose key it is', () => {
  const school = 'https://school.example/issuer';
  const alice = 'did:web:school.example:users:alice';
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const jwk = publicKey.export({ format: 'jwk' });
  const signedAs = (issuer: string, kid: string) =>
    foreignJwt(foreignIssuer(issuer).badge(), { alg: 'EdDSA', kid }, privateKey);
  const listed = (id: string, kid: string) => ({
    id,
    assertionMethod: [{ id: kid, type: 'JsonWebKey', controller: id, publicKeyJwk: jwk }],
  });
  const ours = ['/', '/issuer', '/keys/x', ':443', '?x'].map((more) => PUBLIC_URL + more);
  const dids = [
    'did:web:takwin.example:x',
    'did:web:takwin.example%3a443',
    'did:web:TAKWIN.example',
    'did:web:takwin%2Eexample',
  ];

  it.each<[string, string, string, Expected]>([
    ['one at the address of another of the host', school, 'https://school.example/~mallory/key.json', unconfirmed],
    ['one at http: for an issuer at https:', school, 'http://school.example/issuer', unconfirmed],
    ['one below the issuer', school, `${school}/key`, unconfirmed],
    ['one of another user of a host of did:web', alice, 'https://school.example/users/mallory/k', unconfirmed],
    ['one under the name of a DID', alice, `${alice}#1`, unconfirmed],
    ...[PUBLIC_URL, 'did:web:takwin.example', ...ours, ...dids, 'http://takwin.example'].map(
      (name): [string, string, string, Expected] => [
        `one in our name: ${name}`,
        name,
        `${PUBLIC_URL}/keys/x`,
        disowned,
      ],
    ),
  ])('is not told by where a key is found, or by what it says of itself: %s', async (_, issuer, kid, expected) => {
    const jwt = await signedAs(issuer, kid);
    const multikey = { id: kid, type: 'Multikey', publicKeyMultibase: multikeyOf(publicKey) };
    for (const key of [{ ...jwk, kid }, multikey, { ...multikey, controller: issuer }])
      expect(await verify(jwt, [key])).toMatchObject(expected);
  });

  it.each([school, alice])('is told by the document of the very issuer alone: %s', async (issuer) => {
    const kid = 'https://school.example/users/mallory/k';
    const jwt = await signedAs(issuer, kid);
    expect(await verify(jwt, [listed(issuer, kid)])).toMatchObject(valid);
    for (const other of [
      `${issuer}/`,
      'https://school.example',
      'did:web:school.example',
      'did:web:school.example:users:mallory',
    ])
      expect(await verify(jwt, [listed(other, kid), { ...jwk, kid }])).toMatchObject(unconfirmed);
    const others = { id: issuer, assertionMethod: [foreignIssuer().method] };
    expect(await verify(jwt, [others, { ...jwk, kid }])).toMatchObject(disowned);
  });

  it('is none of ours where it is found nowhere, under whatever name or none', async () => {
    for (const kid of [undefined, 'https://school.example/key', `${PUBLIC_URL}/keys/1`, 'urn:x']) {
      const jwt = await signedAs(PUBLIC_URL, kid as string);
      expect(await verify(jwt, [])).toMatchObject(disowned);
      expect(await verify(await signedAs(school, kid as string), [])).toMatchObject({ faults: ['KEY_UNKNOWN'] });
    }
  });

  it('is not told where its address stands twice with different keys, in whatever order or place', async () => {
    const kid = `${alice}#key-1`;
    const theirs = foreignIssuer(alice).method;
    const [one, other] = [listed(alice, kid).assertionMethod[0]!, { ...theirs, id: kid }];
    const unread = { id: '#key-1', controller: alice, type: 'Multikey', publicKeyMultibase: 'zUnknown' };
    const jwts = [
      await signedAs(alice, kid),
      await foreignJwt(foreignIssuer(alice).badge(), { alg: 'EdDSA', kid, jwk }, privateKey),
    ];
    const documents = [
      { id: alice, verificationMethod: [one, other], assertionMethod: [kid] },
      { id: alice, verificationMethod: [other, one], assertionMethod: ['#key-1'] },
      { id: alice, assertionMethod: [one, other] },
      { id: alice, assertionMethod: [other, { ...one, id: '#key-1' }] },
      { id: alice, verificationMethod: [other], assertionMethod: [one] },
      { id: alice, assertionMethod: [one, unread] },
    ];
    for (const jwt of jwts)
      for (const document of documents)
        expect(await verify(jwt, [document])).toMatchObject({ verdict: 'undetermined', faults: ['KEY_UNKNOWN'] });
    const twice = { id: alice, verificationMethod: [one, { ...one, id: '#key-1' }], assertionMethod: [one] };
    expect(await verify(jwts[0]!, [twice])).toMatchObject(valid);
  });

  it('is not told where the key says to be another’s, though the issuer lists it', async () => {
    const kid = `${alice}#key-1`;
    const jwt = await signedAs(alice, kid);
    const [method] = listed(alice, kid).assertionMethod;
    const by = (controller: unknown) => verify(jwt, [{ id: alice, assertionMethod: [{ ...method, controller }] }]);
    expect(await by('did:web:another.example')).toMatchObject(unconfirmed);
    expect(await by([alice, 'did:web:another.example'])).toMatchObject(unconfirmed);
    expect(await by(alice)).toMatchObject(valid);
    expect(await by(undefined)).toMatchObject(valid);
  });

  it('is not ours by a document that somebody hands over in our name', async () => {
    for (const name of [PUBLIC_URL, `${PUBLIC_URL}/`, 'did:web:takwin.example', ...dids]) {
      const kid = `${name}#1`;
      expect(await verify(await signedAs(name, kid), [listed(name, kid), { ...jwk, kid }])).toMatchObject(disowned);
    }
  });
});

describe('a key that its issuer lists', () => {
  const issuer = 'did:web:school.example';
  const kid = `${issuer}#1`;
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ed = generateKeyPairSync('ed25519');
  const by = async (alg: string, { privateKey, publicKey }: typeof rsa, about: object) => {
    const jwt = await foreignJwt(foreignIssuer(issuer).badge(), { alg, kid }, privateKey);
    const publicKeyJwk = { ...publicKey.export({ format: 'jwk' }), ...about };
    return verify(jwt, [{ id: issuer, assertionMethod: [{ id: kid, type: 'JsonWebKey', publicKeyJwk }] }]);
  };
  it('proves nothing where it says to be for something else', async () => {
    for (const about of [{ use: 'enc' }, { key_ops: ['encrypt'] }, { key_ops: 'verify' }, { alg: 'PS256' }, { use: 1 }])
      expect(await by('RS256', rsa, about)).toMatchObject(unconfirmed);
    for (const about of [{ use: 'sig' }, { key_ops: ['verify'] }, { alg: 'RS256' }])
      expect(await by('RS256', rsa, about)).toMatchObject(valid);
    for (const alg of ['EdDSA', 'Ed25519']) expect(await by('EdDSA', ed, { alg })).toMatchObject(valid);
  });

  it('is none where it is two', async () => {
    const { id, privateKey, method, badge, proven } = foreignIssuer(issuer);
    const given = await foreignJwt(badge(), { alg: 'EdDSA', kid: method.id }, privateKey);
    const other = ed.publicKey.export({ format: 'jwk' });
    const document = (publicKeyJwk: object) => [{ id, assertionMethod: [{ ...method, publicKeyJwk }] }];
    expect(await verify(given, document(other))).toMatchObject({ verdict: 'undetermined' });
    expect(await judged(keys, await proven(badge()), { documents: vouchedFor(document(other)) })).toMatchObject({
      verdict: 'undetermined',
    });
    const same = { kty: 'OKP', crv: 'Ed25519', x: createPublicKey(privateKey).export({ format: 'jwk' }).x };
    expect(await verify(given, document(same))).toMatchObject(valid);
  });
});

it('a did:key names no key but its own', async () => {
  const [one, other] = [foreignIssuer(), foreignIssuer()];
  const kid = `${other.id}#${one.method.publicKeyMultibase}`;
  const jwt = await foreignJwt(one.badge(), { alg: 'EdDSA', kid }, one.privateKey);
  expect(await verify(jwt, [])).toMatchObject({ verdict: 'undetermined', faults: ['KEY_UNKNOWN'] });
});
