import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CredentialKeys } from '../credentials/keys.js';
import { statusListUrl } from '../credentials/openbadge-credential.js';
import { proofOver } from '../credentials/data-integrity.js';
import { shippedContexts } from '../credentials/reference/contexts.js';
import { statusListCredential } from '../credentials/status-list.js';
import { attachedPdf, foreignIssuer, foreignJwt } from '../testing/foreign.js';
import { judged, keysOf, LATER, PUBLIC_URL, signedBadge } from '../testing/badges.js';
import { vouchedFor } from './documents.js';

type Json = Record<string, unknown>;

let keys: CredentialKeys;
beforeAll(async () => {
  keys = await keysOf();
});

const key = foreignIssuer();
const tooComplex = { verdict: 'undetermined', faults: ['TOO_COMPLEX'] };
const evidence = (count: number): Json => ({ evidence: Array.from({ length: count }, () => ({ type: ['Evidence'] })) });

describe('the work that a badge asks for', () => {
  it('is refused beyond a bound, by objects and items of lists together', async () => {
    const badge = await key.proven(key.badge());
    expect(await judged(keys, { ...badge, ...evidence(400) })).toMatchObject(tooComplex);
    const subject = key.badge().credentialSubject as Json & { achievement: Json };
    const tags = Array.from({ length: 1_000 }, (_, index) => String(index));
    const tagged = { ...subject, achievement: { ...subject.achievement, tag: tags } };
    expect(await judged(keys, { ...badge, credentialSubject: tagged })).toMatchObject(tooComplex);
    const most = await key.proven(key.badge(evidence(300)));
    expect(await judged(keys, most)).toMatchObject({ verdict: 'valid' });
  });

  it('counts every proof, inside a JWT or beside it too', async () => {
    const badge = key.badge(evidence(150));
    const proof = await key.prove(badge);
    expect(await judged(keys, { ...badge, proof: [proof, proof] })).toMatchObject({ verdict: 'valid' });
    expect(await judged(keys, { ...badge, proof: [proof, proof, proof] })).toMatchObject(tooComplex);
    const header = { alg: 'EdDSA', kid: key.method.id };
    const inside = await foreignJwt({ ...badge, proof: [proof, proof, proof] }, header, key.privateKey);
    expect(await judged(keys, inside)).toMatchObject(tooComplex);
    const beside = JSON.stringify({ ...badge, proof: [proof, proof, proof] });
    const pdf = attachedPdf(await foreignJwt(badge, header, key.privateKey), beside);
    expect(await judged(keys, pdf)).toMatchObject(tooComplex);
  });

  it('is none where a JWT has no proof inside', async () => {
    const header = { alg: 'EdDSA', kid: key.method.id };
    const jwt = await foreignJwt(key.badge(evidence(1_000)), header, key.privateKey);
    expect(await judged(keys, jwt)).toMatchObject({ verdict: 'valid' });
  });

  it('counts the status lists, of which none is read any more', async () => {
    const url = statusListUrl(PUBLIC_URL, 0);
    const list = statusListCredential(url, keys.issuer, [], LATER);
    const proven = async (about: Json) => {
      const whole = { ...list, ...about };
      return { ...whole, proof: await proofOver(whole, keys.proving!, LATER, shippedContexts()) };
    };
    const { json } = await signedBadge(keys);
    const by = (document: object) =>
      judged(keys, json, { documents: (id) => keys.document(id) ?? vouchedFor([document])(id) });
    expect(await by(await proven({}))).toMatchObject({ verdict: 'valid' });
    const termsOfUse = Array.from({ length: 400 }, () => ({ type: 'https://a.example/terms' }));
    expect(await by(await proven({ termsOfUse }))).toMatchObject({ verdict: 'valid' });
    const more = Array.from({ length: 900 }, () => ({ type: 'https://a.example/terms' }));
    expect(await by(await proven({ termsOfUse: more }))).toMatchObject({ faults: ['STATUS_UNCHECKED'] });
  });
});
