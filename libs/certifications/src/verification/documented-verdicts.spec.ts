import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import type { CredentialKeys } from '../credentials/keys.js';
import { statusListUrl } from '../credentials/openbadge-credential.js';
import { signCredential } from '../credentials/sign.js';
import { placeOf, statusEntry, statusListCredential } from '../credentials/status-list.js';
import { judged, keysOf, LATER, PUBLIC_URL, SALMA, signedBadge } from '../testing/badges.js';
import {
  attachedPdf,
  bakedJson,
  bakedJwt,
  bakedPng,
  endorsementOf,
  foreignIssuer,
  foreignJwt,
  svg,
} from '../testing/foreign.js';
import { fileOf, pdfOf, pdfUrl } from '../testing/pdf.js';
import { vouchedFor } from './documents.js';
import type { VerificationView } from './verdict.js';

type Json = Record<string, unknown>;
type Case = { given: string | object; documents?: (string | object)[] };

let keys: CredentialKeys;
beforeAll(async () => {
  keys = await keysOf();
});

const key = foreignIssuer();
const web = foreignIssuer('did:web:campus.example');
const other = foreignIssuer('did:web:campus.example');
const did = web.did('assertionMethod');
const jwtOf = (credential: Json, by = key): Promise<string> =>
  foreignJwt(credential, { alg: 'EdDSA', kid: by.method.id }, by.privateKey);
const jwt = (): Promise<string> => jwtOf(key.badge());
const json = (about: Json = {}): Promise<Json> => key.proven(key.badge(about));
const ours = async (revoked: number[]): Promise<Case> => {
  const url = statusListUrl(PUBLIC_URL, 0);
  const list = await signCredential(keys.current, statusListCredential(url, keys.issuer, revoked, LATER));
  return { given: (await signedBadge(keys)).jwt, documents: [list] };
};
/** By a key that its address only names. */
const named = async (): Promise<Json> => {
  const { proof, ...badge } = await web.proven(web.badge());
  return { ...badge, proof: { ...(proof as Json), verificationMethod: `${web.id}#key-1` } };
};
/** A JWT whose claims say what its credential leaves out. */
const moved = (about: Json): Promise<string> => {
  const { id, issuer, validFrom, credentialSubject } = key.badge() as { [name: string]: Json | string };
  const { '@context': context, type, name, awardedDate } = key.badge();
  const { id: sub, ...subject } = credentialSubject as Json;
  const vc = { '@context': context, type, name, awardedDate, credentialSubject: subject, ...about };
  const claims = {
    jti: id,
    iss: (issuer as Json).id,
    sub,
    nbf: Math.floor(Date.parse(validFrom as string) / 1000),
    vc,
  };
  return new SignJWT(claims as never).setProtectedHeader({ alg: 'EdDSA', kid: key.method.id }).sign(key.privateKey);
};
const CONTEXT = 'https://www.w3.org/ns/credentials/v2';
const clr = {
  type: ['VerifiableCredential', 'ClrCredential'],
  '@context': [CONTEXT, 'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json'],
  credentialSubject: { id: 'did:example:1', type: ['ClrSubject'], verifiableCredential: [] },
};
const assertion = { '@context': 'https://w3id.org/openbadges/v2', type: 'Assertion', id: 'https://campus.example/1' };

const OF_THE_HOST = 'https://campus.example/~mallory/key.json';

const CASES: Record<string, () => Promise<Case>> = {
  'JSON-LD by a did:key': async () => ({ given: await json() }),
  'JWT by a did:key': async () => ({ given: await jwt() }),
  'JSON-LD by a did:web, with its DID document': async () => ({
    given: await web.proven(web.badge()),
    documents: [did],
  }),
  'JSON-LD by a did:web that only names its key (`#key-1`), without it': async () => ({ given: await named() }),
  'JSON-LD by a did:web whose key stands in its address (`#z6Mk…`), without it': async () => ({
    given: await web.proven(web.badge()),
  }),
  'JSON-LD by a did:web that only names its key, with two DID documents that differ': async () => ({
    given: await named(),
    documents: [did, other.did('assertionMethod')],
  }),
  'JSON-LD by a did:web whose key stands in its address, with two DID documents that differ': async () => ({
    given: await web.proven(web.badge()),
    documents: [did, other.did('assertionMethod')],
  }),
  'JSON-LD by a did:web whose DID document lists other keys': async () => ({
    given: await web.proven(web.badge()),
    documents: [other.did('assertionMethod')],
  }),
  'JSON-LD by a did:web whose DID document lists no key of that name': async () => ({
    given: await named(),
    documents: [other.did('assertionMethod')],
  }),
  'JWT by a key of the issuer’s own host that no document of the issuer lists': async () => ({
    given: await foreignJwt(web.badge(), { alg: 'EdDSA', kid: OF_THE_HOST }, web.privateKey),
    documents: [{ ...web.method, id: OF_THE_HOST }],
  }),
  'JWT by a key that stands twice in the DID document, and differs': async () => {
    const kid = `${web.id}#key-1`;
    const methods = [web.method, other.method].map((method) => ({ ...method, id: kid }));
    const given = await foreignJwt(web.badge(), { alg: 'EdDSA', kid }, web.privateKey);
    return { given, documents: [{ id: web.id, assertionMethod: methods }] };
  },
  'JSON-LD by a key whose `controller` is another than the issuer that lists it': async () => ({
    given: await web.proven(web.badge()),
    documents: [{ id: web.id, assertionMethod: [{ ...web.method, controller: 'did:web:another.example' }] }],
  }),
  'Badge in our name by a key that is not ours': async () => {
    const forger = foreignIssuer(`${PUBLIC_URL}/`);
    return { given: await jwtOf(forger.badge(), forger), documents: [forger.did('assertionMethod')] };
  },
  'PNG with a JWT baked in': async () => ({ given: bakedPng(await jwt()) }),
  'PNG with JSON-LD baked in': async () => ({ given: bakedPng(JSON.stringify(await json())) }),
  'SVG with a JWT baked in': async () => ({ given: svg(bakedJwt(await jwt())) }),
  'SVG with JSON-LD baked in': async () => ({ given: svg(bakedJson(await json())) }),
  'PDF with JWT and JSON-LD attached': async () => ({
    given: attachedPdf(await jwt(), JSON.stringify(await json())),
  }),
  'PDF with JWT and JSON-LD attached that say different things': async () => ({
    given: attachedPdf(await jwt(), JSON.stringify(await json({ name: 'Another' }))),
  }),
  'JWT with JSON-LD’s proof inside that does not hold': async () => ({
    given: await jwtOf({ ...(await json()), name: 'Another' }),
  }),
  'JWT whose payload is one credential and whose claim `vc` is another': async () => ({
    given: await jwtOf(key.badge({ vc: key.badge({ name: 'Another' }) })),
  }),
  'JWT whose claim `vc` leaves members to `jti`, `iss`, `nbf`, `exp` and `sub`': async () => ({
    given: await moved({}),
  }),
  'JWT whose claim `vc` has another id than `jti`': async () => ({ given: await moved({ id: 'urn:x:another' }) }),
  'JWT whose payload and claim `vc` spell one instant in two ways': async () => ({
    given: await jwtOf(key.badge({ vc: key.badge({ awardedDate: '2026-11-23T01:00:00.000+01:00' }) })),
  }),
  'JWT whose payload and claim `vc` have entries of status of different types': async () => ({
    given: await jwtOf(
      key.badge({
        credentialStatus: { id: 'https://a.example/l#1', type: 'BitstringStatusListEntry' },
        vc: key.badge({ credentialStatus: { id: 'https://a.example/l#1', type: 'StatusList2021Entry' } }),
      }),
    ),
  }),
  'JWT with a claim `status` of nothing (`null`, `{}`)': async () => ({
    given: await jwtOf(key.badge({ status: {} })),
  }),
  'PDF with another credential attached to one of its pages': async () => ({
    given: pdfUrl(
      pdfOf({
        catalogue: '/Names << /EmbeddedFiles << /Names [(a) << /EF << /F 4 0 R >> >>] >> >>',
        page: '/Annots [<< /Subtype /FileAttachment /FS << /EF << /F 5 0 R >> >> >>]',
        objects: [fileOf(await jwt()), fileOf(await jwtOf(key.badge({ name: 'Another' })), '')],
      }),
    ),
  }),
  'PDF that is encrypted': async () => ({
    given: pdfUrl(pdfOf({ objects: [fileOf(await jwt()), '<< /Filter /Standard >>'], trailer: '/Encrypt 5 0 R' })),
  }),
  'PNG or SVG that is a PDF as well': async () => ({ given: svg(`<!-- %PDF-1.7 -->${bakedJwt(await jwt())}`) }),
  'Credential of ours, with its status list': () => ours([]),
  'Credential of ours, without its status list': async () => ({ given: (await signedBadge(keys)).jwt }),
  'Credential of ours, with a list that its issuer has not signed': async () => ({
    given: (await signedBadge(keys)).jwt,
    documents: [statusListCredential(statusListUrl(PUBLIC_URL, 0), keys.issuer, [], LATER)],
  }),
  'Credential of ours that the list revokes': () => ours([placeOf(SALMA.ordinal).index]),
  'Credential of ours, with two lists of which one revokes it': async () => {
    const url = statusListUrl(PUBLIC_URL, 0);
    const clean = statusListCredential(url, keys.issuer, [], LATER);
    const { given, documents = [] } = await ours([placeOf(SALMA.ordinal).index]);
    return { given, documents: [...documents, await signCredential(keys.current, clean)] };
  },
  'Credential of ours, with two lists of different age that do not': async () => {
    const older = statusListCredential(statusListUrl(PUBLIC_URL, 0), keys.issuer, [], new Date(+LATER - 3_600_000));
    const { given, documents = [] } = await ours([]);
    return { given, documents: [...documents, await signCredential(keys.current, older)] };
  },
  'Credential of ours, with a list that its own status revokes': async () => {
    const url = statusListUrl(PUBLIC_URL, 0);
    const list = statusListCredential(url, keys.issuer, [3], LATER);
    const revoked = { ...list, credentialStatus: statusEntry(url, { list: 0, index: 3 }) };
    return { given: (await signedBadge(keys)).jwt, documents: [await signCredential(keys.current, revoked)] };
  },
  'Status list of ours, by itself': async () => ({ given: (await ours([])).documents![0]! }),
  'JWT with a claim `status` (Token Status List)': async () => ({
    given: await jwtOf(key.badge({ status: { status_list: { idx: 3, uri: 'https://a.example/l' } } })),
  }),
  'Endorsement by a did:key': async () => ({ given: await key.proven(endorsementOf(key.id)) }),
  'Learner record (CLR 2.0) as JWT': async () => ({ given: await jwtOf(key.badge(clr)) }),
  'Badge of Open Badges 2.0, as JSON-LD or as such in a PNG': async () => ({
    given: bakedPng(JSON.stringify(assertion), 'openbadges'),
  }),
  'Credential of no type of its own': async () => ({ given: await json({ type: ['VerifiableCredential'] }) }),
  'Badge by a later vocabulary than is known here': async () => ({
    given: await jwtOf(
      key.badge({ '@context': [CONTEXT, 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.1.0.json'] }),
    ),
  }),
  'Badge with a context of its own, or one beside that is not known here': async () => ({
    given: await jwtOf(key.badge({ '@context': [...(key.badge()['@context'] as string[]), { '@vocab': 'urn:x:' }] })),
  }),
  'JSON-LD with `jti` or `endorsementJwt`, which copies of one vocabulary have or lack': async () => ({
    given: { ...(await json()), jti: 'urn:x' },
  }),
  'Badge that is of another type as well': async () => ({
    given: await jwtOf(key.badge({ type: ['VerifiableCredential', 'OpenBadgeCredential', 'ClrCredential'] })),
  }),
  'Verifiable Presentation': async () => ({
    given: { '@context': [CONTEXT], type: ['VerifiablePresentation'] },
  }),
  'JWT with a header (`crit`) that has to be understood': async () => ({
    given: await foreignJwt(
      key.badge(),
      { alg: 'EdDSA', kid: key.method.id, crit: ['b64'], b64: true },
      key.privateKey,
    ),
  }),
  'Envelope of what is no JWT (SD-JWT, COSE)': async () => ({
    given: {
      '@context': CONTEXT,
      id: 'data:application/vc+sd-jwt,e30.e30.c2ln~',
      type: 'EnvelopedVerifiableCredential',
    },
  }),
  'Badge with a proof of another cryptosuite': async () => {
    const { proof, ...badge } = await json();
    return { given: { ...badge, proof: { ...(proof as Json), cryptosuite: 'ecdsa-sd-2023' } } };
  },
  'Badge with more than five proofs': async () => {
    const { proof, ...badge } = await json();
    return { given: { ...badge, proof: Array(6).fill(proof) } };
  },
  'Badge with a proof for another purpose than to assert': async () => ({
    given: await key.proven(key.badge(), { proofPurpose: 'authentication' }),
  }),
  'Badge whose end or status stands under `@nest`, or by the address of its word': async () => {
    const { validUntil, ...badge } = await json({ validUntil: '2026-11-30T00:00:00Z' });
    return { given: { ...badge, '@nest': { validUntil } } };
  },
  'Badge that says more of itself in a second object of its id': async () => {
    const { '@context': _, ...endorsement } = endorsementOf(key.id, {
      id: key.badge().id,
      type: ['EndorsementSubject', 'VerifiableCredential'],
    });
    return { given: await json({ endorsement: [endorsement] }) };
  },
  'Badge with words that its signature does not cover': async () => ({
    given: { ...(await json()), '@index': 'Doctor' },
  }),
  'Badge of which a letter was changed': async () => ({ given: { ...(await json()), name: 'Another' } }),
  'Badge without a proof': async () => ({ given: key.badge() }),
  'Badge that has expired': async () => ({ given: await json({ validUntil: '2026-11-30T00:00:00Z' }) }),
  'JSON-LD that is cut short, or a JWT before its signature': async () => ({ given: (await jwt()).slice(0, 200) }),
  'JWT without its signature': async () => ({ given: (await jwt()).replace(/[^.]+$/, '') }),
  'JSON that names a member twice': async () => ({
    given: JSON.stringify(await json()).replace('"name":', '"name":"Doctor","name":'),
  }),
  'JSON with a member named `__proto__`': async () => ({
    given: JSON.stringify(await json()).replace('{', '{"__proto__":{"name":"Doctor"},'),
  }),
  'Badge without an id that is a URI, or of a date that is none': async () => ({
    given: await jwtOf(key.badge({ awardedDate: 'yesterday' })),
  }),
  'Badge with a member of a false kind, as a name that is a number': async () => ({
    given: await jwtOf(key.badge({ name: 5 })),
  }),
  'JSON-LD or JWT that is longer or deeper than is looked at': async () => ({
    given: await jwtOf(key.badge({ name: 'x'.repeat(100_000) })),
  }),
  'PNG, SVG or PDF without a credential': async () => ({ given: svg('') }),
  'PNG, SVG or PDF with several credentials': async () => {
    const another = await jwtOf(key.badge({ id: 'urn:uuid:0d3e1f5c-2f5a-4a30-9d52-6e2b5b8f0a12' }));
    return { given: attachedPdf(await jwt(), another) };
  },
  'JSON-LD that is no credential, as a DID document': async () => ({
    given: { '@context': 'https://www.w3.org/ns/did/v1', ...did },
  }),
  'Any other file': async () => ({ given: 'PK\u0003\u0004 a letter, a table' }),
};

/** The rows of the page's table: what is verified, the verdict, and its faults. */
function documented(): [name: string, verdict: string, faults: string[]][] {
  const page = readFileSync(new URL('../../../../docs/runbooks/verify-a-credential.md', import.meta.url), 'utf8');
  const [, table = ''] = page.split('## What comes of what');
  const rows = table.split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(2).map((line) => {
    const [name = '', verdict = '', faults = ''] = line.split('|').slice(1, -1);
    const bare = (text: string): string => text.trim().replace(/^`|`$/g, '');
    return [name.trim(), bare(verdict), faults.split(',').map(bare).filter(Boolean)];
  });
}

describe('what the page says of kinds of files', () => {
  it('is said of each kind, and of no other', () => {
    expect(documented().map(([name]) => name)).toEqual(Object.keys(CASES));
  });

  it.each(documented())('comes of them: %s is %s', async (name, verdict, faults) => {
    const { given, documents = [] } = await CASES[name]!();
    for (const inOrder of [documents, documents.toReversed()]) {
      const vouched = vouchedFor(inOrder);
      const found = await judged(keys, given, { documents: (id) => keys.document(id) ?? vouched(id) });
      expect({ verdict: found.verdict, faults: found.faults }).toEqual({ verdict, faults });
    }
  });
});

it('the example of an answer contradicts itself in nothing', () => {
  const file = new URL('../../../../apps/certifications/openapi.json', import.meta.url);
  const { components } = JSON.parse(readFileSync(file, 'utf8')) as {
    components: { examples: { CredentialVerification: { value: VerificationView } } };
  };
  const { valid, verdict, faults, proofs, ...said } = components.examples.CredentialVerification.value;
  expect({ valid, verdict, faults }).toEqual({ valid: true, verdict: 'valid', faults: [] });
  expect(proofs.flatMap((proof) => [...proof.faults, ...proof.faultTexts!])).toEqual([]);
  expect(said.faultTexts).toEqual([]);
  expect(said.warningTexts).toHaveLength(said.warnings.length);
});
