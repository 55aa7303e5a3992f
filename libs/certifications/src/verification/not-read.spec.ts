import { sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CredentialKeys } from '../credentials/keys.js';
import { judged, keysOf } from '../testing/badges.js';
import {
  attachedPdf,
  bakedJson,
  bakedJwt,
  bakedPng,
  chunkOf,
  foreignIssuer,
  foreignJwt,
  pngOf,
  svg,
} from '../testing/foreign.js';
import { vouchedFor } from './documents.js';
import type { VerificationView } from './verdict.js';

type Json = Record<string, unknown>;
type Expected = Partial<Pick<VerificationView, 'verdict' | 'faults' | 'kind'>>;

let keys: CredentialKeys;
beforeAll(async () => {
  keys = await keysOf();
});
const verify = (given: string | object, documents: (string | object)[] = []) =>
  judged(keys, given, { documents: vouchedFor(documents) });

const key = foreignIssuer();
const web = foreignIssuer('did:web:campus.example');
const badgeOf = (about: Json = {}): Promise<string> =>
  foreignJwt(key.badge(about), { alg: 'EdDSA', kid: key.method.id }, key.privateKey);
const proven = (about: Json = {}): Promise<Json> => key.proven(key.badge(about));
const valid: Expected = { verdict: 'valid', faults: [], kind: 'open-badge' };
const unsure = (...faults: VerificationView['faults']): Expected => ({ verdict: 'undetermined', faults });
const tooComplex: Expected = { verdict: 'undetermined', faults: ['TOO_COMPLEX'] };
/** A PDF in which the last attachment says to be packed otherwise. */
const otherwisePacked = (pdf: string): string => {
  const [head, base64] = pdf.split(',') as [string, string];
  const bytes = Buffer.from(base64, 'base64');
  const start = bytes.indexOf('stream\n', bytes.lastIndexOf('/FlateDecode')) + 'stream\n'.length;
  bytes.fill(0xff, start, start + 2);
  return `${head},${bytes.toString('base64')}`;
};
const notRead: Expected = { verdict: 'undetermined', faults: ['NOT_READ'], kind: null };

describe('a PDF', () => {
  const another = () => badgeOf({ id: 'urn:uuid:0d3e1f5c-2f5a-4a30-9d52-6e2b5b8f0a12' });
  it.each<[string, () => Promise<string>, Expected]>([
    ['with JSON-LD attached', async () => attachedPdf(JSON.stringify(await key.proven(key.badge()))), valid],
    [
      'with its JWT twice, beside notes',
      async () => {
        const jwt = await badgeOf();
        return attachedPdf(jwt, 'Notes.', jwt);
      },
      valid,
    ],
    [
      'with one of which the signature is another’s',
      async () => attachedPdf(`${(await badgeOf()).replace(/[^.]+$/, '')}${(await another()).split('.')[2]}`),
      { verdict: 'invalid', faults: ['SIGNATURE_INVALID'] },
    ],
    ['with two versions of one', async () => attachedPdf(await badgeOf(), await badgeOf({ name: 'X' })), notRead],
    [
      'with another as JSON-LD',
      async () => attachedPdf(await another(), JSON.stringify(await key.proven(key.badge()))),
      notRead,
    ],
    ['with its JWT and its JSON-LD', async () => attachedPdf(await badgeOf(), JSON.stringify(await proven())), valid],
    [
      'with its JWT and the same content without a proof',
      async () => attachedPdf(JSON.stringify(key.badge()), await badgeOf()),
      valid,
    ],
    [
      'with its JWT and JSON-LD of which a word was changed',
      async () => attachedPdf(await badgeOf(), JSON.stringify({ ...(await proven()), name: 'PhD' })),
      { verdict: 'invalid', faults: ['SIGNATURE_INVALID', 'CLAIMS_DIFFER'] },
    ],
    [
      'with a JWT and JSON-LD that say different things, both signed',
      async () => attachedPdf(JSON.stringify(await proven({ name: 'PhD' })), await badgeOf()),
      { verdict: 'invalid', faults: ['CLAIMS_DIFFER'] },
    ],
    [
      'with a JWT and other content without a proof',
      async () => attachedPdf(await badgeOf(), JSON.stringify(key.badge({ name: 'PhD' }))),
      { verdict: 'invalid', faults: ['PROOF_MISSING', 'CLAIMS_DIFFER'] },
    ],
    [
      'with a JWT whose signature is broken, and good JSON-LD',
      async () => attachedPdf((await badgeOf()).replace(/[^.]+$/, 'c2ln'), JSON.stringify(await proven())),
      { verdict: 'invalid', faults: ['SIGNATURE_INVALID'] },
    ],
    [
      'with its JWT, its JSON-LD, and JSON-LD of which a word was changed',
      async () =>
        attachedPdf(
          await badgeOf(),
          JSON.stringify(await proven()),
          JSON.stringify({ ...(await proven()), name: 'PhD' }),
        ),
      notRead,
    ],
    [
      'with its JWT and a credential without an id',
      async () => attachedPdf(await badgeOf(), JSON.stringify({ ...(await proven()), id: undefined, name: 'PhD' })),
      notRead,
    ],
    [
      'with its JWT and JSON-LD that is cut short',
      async () => attachedPdf(await badgeOf(), JSON.stringify(await proven()).slice(0, -1)),
      notRead,
    ],
    [
      'with its JWT and JSON-LD that is longer than we look',
      async () => attachedPdf(await badgeOf(), JSON.stringify(await proven({ name: 'x'.repeat(50_000) }))),
      tooComplex,
    ],
    [
      'with its JWT, and a learner record that nobody signed',
      async () => attachedPdf(await badgeOf(), JSON.stringify({ '@context': [], type: ['VerifiableCredential'] })),
      notRead,
    ],
    [
      'with its JWT, and others in a list',
      async () => attachedPdf(await badgeOf(), JSON.stringify([await proven({ name: 'PhD' })])),
      notRead,
    ],
    ['with its JWT, and settings', async () => attachedPdf(await badgeOf(), '{"name":"takwin"}'), valid],
    ['with notes alone', async () => attachedPdf('Notes.'), notRead],
    ['with nothing', async () => attachedPdf(), notRead],
    ['with what unpacks without end', async () => attachedPdf('{"a":"' + 'x'.repeat(5_000_000)), tooComplex],
    [
      'with its JWT, and beside it JSON-LD of more than is unpacked',
      async () => attachedPdf(await badgeOf(), JSON.stringify(await proven({ name: 'x'.repeat(250_000) }))),
      tooComplex,
    ],
    ['with its JWT beside large notes', async () => attachedPdf(await badgeOf(), 'Notes. '.repeat(50_000)), valid],
    [
      'with more than is looked at',
      async () => attachedPdf(await badgeOf(), ...Array.from({ length: 20 }, () => 'Notes.')),
      tooComplex,
    ],
    [
      'with its JWT, and a file that is packed in another way',
      async () => otherwisePacked(attachedPdf(await badgeOf(), 'Notes.')),
      tooComplex,
    ],
    ['that ends in the middle', async () => attachedPdf(await badgeOf()).slice(0, 400), notRead],
  ])('%s', async (_, pdf, expected) => {
    expect(await verify(await pdf())).toMatchObject(expected);
  });
});

describe('a PNG', () => {
  const both = (one: string, other: string, kind: string): string => {
    const [head, again] = [one, other].map((png) => Buffer.from(png.split(',')[1]!, 'base64')) as [Buffer, Buffer];
    again.write(kind, 12, 'latin1');
    return `data:image/png;base64,${Buffer.concat([head, again.subarray(8)]).toString('base64')}`;
  };
  it.each<[string, string, string, string]>([
    ['of the same kind', 'iTXt', 'openbadgecredential', 'eyJhbGciOiJFZERTQSJ9.e30.c2ln'],
    ['of 2.0', 'iTXt', 'openbadges', '{"id":"x"}'],
    ['as plain text', 'tEXt', 'openbadgecredential', 'eyJhbGciOiJFZERTQSJ9.e30.c2ln'],
    ['as packed text', 'zTXt', 'openbadges', 'x'],
  ])('with another badge beside its own is not read: %s', async (_, kind, keyword, text) => {
    const [own, other] = [bakedPng(await badgeOf()), bakedPng(text, keyword)];
    expect(await verify(both(own, other, kind))).toMatchObject(notRead);
    expect(await verify(both(other, own, 'iTXt'))).toMatchObject(notRead);
  });

  it('whose badge stands behind its end, or is not whole, is not read', async () => {
    const baked = Buffer.from(bakedPng(await badgeOf()).split(',')[1]!, 'base64').subarray(8);
    const end = chunkOf('IEND', Buffer.alloc(0));
    expect(await verify(pngOf(baked, end))).toMatchObject(valid);
    expect(await verify(pngOf(end, baked))).toMatchObject(notRead);
    expect(await verify(pngOf(baked, end, baked))).toMatchObject(notRead);
    const broken = Buffer.from(baked);
    broken[broken.length - 1]! ^= 1;
    expect(await verify(pngOf(broken, end))).toMatchObject(notRead);
  });

  it('is one however its media type is written', async () => {
    const png = bakedPng(await badgeOf());
    expect(await verify(png.replace('data:image/png;base64', 'DATA:IMAGE/PNG;BASE64'))).toMatchObject(valid);
    expect(await verify(`data:Image/Svg+Xml,${encodeURIComponent(svg(bakedJwt(await badgeOf())))}`)).toMatchObject(
      valid,
    );
  });

  it('with other texts beside its badge is read', async () => {
    const png = both(bakedPng(await badgeOf()), bakedPng('A badge', 'Title'), 'tEXt');
    expect(await verify(png)).toMatchObject(valid);
  });
});

describe('a JWT with a proof inside', () => {
  const jwt = async (about: Json) => badgeOf({ ...(await proven()), ...about });
  it.each<[string, () => Promise<string>, Expected, number]>([
    ['that holds', () => jwt({}), valid, 2],
    ['that covers other words', () => jwt({ name: 'PhD' }), { verdict: 'invalid', faults: ['SIGNATURE_INVALID'] }, 2],
    ['that is none', () => jwt({ proof: 'none' }), { verdict: 'invalid', faults: ['MALFORMED'] }, 2],
    [
      'in an envelope that says something of its own',
      async () =>
        JSON.stringify({
          type: 'EnvelopedVerifiableCredential',
          id: `data:application/vc+jwt,${await badgeOf()}`,
          name: 'PhD',
        }),
      { verdict: 'invalid', faults: ['MALFORMED'] },
      0,
    ],
  ])('is judged by both: %s', async (_, given, expected, proofs) => {
    const found = await verify(await given());
    expect(found).toMatchObject(expected);
    expect(found.proofs).toHaveLength(proofs);
  });
});

describe('what was never a credential', () => {
  const token = Buffer.from('{"alg":"RS256","typ":"at+jwt"}').toString('base64url');
  it.each<[string, string]>([
    ['a page', '<!doctype html><html><head><meta charset="utf-8"><title>Badge</title></head></html>'],
    ['a table', 'name;code\nSalma;12\n'],
    ['a workbook', 'PK\u0003\u0004\u0014'],
    ['a photograph', 'data:image/jpeg;base64,/9j/4AAQSkZJRg=='],
    ['a PNG without a badge', 'data:image/png;base64,iVBORw0KGgo='],
    ['the name of a host', 'www.campus.example'],
    ['a disclosure of SD-JWT', `${token}.e30.c2ln~WyJhIiwiYiIsImMiXQ~`],
    ['an access token', `${token}.${Buffer.from('{"iss":"https://a.example","sub":"1"}').toString('base64url')}.c2ln`],
    ['settings of a program', '{"name":"takwin","version":"1"}'],
    ['a list', '[]'],
  ])('is not read, and not called wrong: %s', async (_, given) => {
    expect(await verify(given)).toMatchObject({ ...notRead, credentialId: null });
  });
});

describe('JSON that names a member twice', () => {
  const twice = (text: string): string => text.replace(/"type":\["Achievement"\]/, '"type":["Degree"],$&');
  const proven = async () => twice(JSON.stringify(await key.proven(key.badge())));
  const signed = (part: 0 | 1) => async (): Promise<string> => {
    const parts = (await badgeOf()).split('.');
    const text = Buffer.from(parts[part]!, 'base64url').toString();
    parts[part] = Buffer.from(part === 0 ? text.replace('{', '{"alg":"none",') : twice(text)).toString('base64url');
    const body = parts.slice(0, 2).join('.');
    return `${body}.${sign(null, Buffer.from(body), key.privateKey).toString('base64url')}`;
  };
  it.each<[string, () => Promise<string>]>([
    ['as text', proven],
    [
      'baked into an SVG',
      async () => svg(`<openbadges:credential><![CDATA[${await proven()}]]></openbadges:credential>`),
    ],
    ['baked into a PNG', async () => bakedPng(await proven())],
    ['signed as a JWT', signed(1)],
    ['as the header of a JWT', signed(0)],
  ])('is malformed, since readers would believe another one of the two: %s', async (_, given) => {
    expect(await verify(await given())).toMatchObject({ verdict: 'invalid', faults: ['MALFORMED'] });
  });

  it.each(['__proto__', '\\u005f_proto__'])('is malformed as well by a member that copies lose: %s', async (name) => {
    const text = JSON.stringify(await key.proven(key.badge()));
    for (const [where, what] of [
      ['{', '{"validUntil":"2020-01-01T00:00:00Z"}'],
      ['"credentialSubject":{', '"Doctor"'],
      ['"achievement":{', '{"x":1}'],
    ] as const) {
      const given = text.replace(where, `${where}"${name}":${what},`);
      expect(await verify(given)).toMatchObject({ verdict: 'invalid', faults: ['MALFORMED'] });
      expect(await verify(JSON.parse(given))).toMatchObject({ verdict: 'invalid', faults: ['MALFORMED'] });
    }
  });

  it.each(['constructor', 'toString'])('is one of no known word as any other: %s', async (name) => {
    const given = { ...(await key.proven(key.badge())), [name]: { prototype: { name: 'Doctor' } } };
    for (const one of [given, JSON.stringify(given)])
      expect(await verify(one)).toMatchObject({ verdict: 'invalid', faults: ['TERM_UNDEFINED'] });
  });

  it('tells nothing as a document that is vouched for', async () => {
    const did = JSON.stringify(web.did('assertionMethod'));
    const by = async (document: string) => verify(await web.proven(web.badge()), [document]);
    expect(await by(did)).toMatchObject(valid);
    const again = did.replace('"assertionMethod":', '"assertionMethod":[],"assertionMethod":');
    expect(await by(again)).toMatchObject({ verdict: 'undetermined', faults: ['ISSUER_UNCONFIRMED'] });
  });
});

describe('an SVG that is not to be trusted', () => {
  const entity = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>';
  it.each<[string, (jwt: string) => string]>([
    ['without a credential', () => svg('')],
    ['with two', (jwt) => svg(bakedJwt(jwt) + bakedJwt(jwt))],
    ['with a JWT and JSON at once', (jwt) => svg(`<openbadges:credential verify="${jwt}">{}</openbadges:credential>`)],
    [
      'with the prefix of another namespace',
      (jwt) => svg(bakedJwt(jwt)).replace('https://purl.imsglobal.org', 'https://evil'),
    ],
    [
      'with a second one by the prefix of another namespace',
      (jwt) =>
        svg(bakedJwt(jwt) + bakedJwt(jwt).replace('<openbadges:credential', '$& xmlns:openbadges="https://evil/"')),
    ],
    ['with entities of its own', (jwt) => svg(bakedJwt(jwt), entity)],
    ['with an entity in the place of the credential', () => svg(bakedJwt('&x;'), entity)],
    ['with entities that grow', (jwt) => svg(bakedJwt(jwt), '<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>')],
    ['that does not end', (jwt) => svg(bakedJwt(jwt)).replace('</svg>', '')],
    ['nested without end', (jwt) => svg('<g>'.repeat(100_000) + bakedJwt(jwt) + '</g>'.repeat(100_000))],
    ['too long', (jwt) => svg(`<!--${'x'.repeat(2_000_000)}-->${bakedJwt(jwt)}`)],
    ['with a picture inside', (jwt) => svg(bakedJwt(bakedPng(jwt)))],
    ['in a data: URL that cannot be read', () => 'data:image/svg+xml,%E0%A4%A'],
  ])('%s', async (_, picture) => {
    expect(await verify(picture(await badgeOf()))).toMatchObject({
      ...unsure('NOT_READ'),
      credentialId: null,
      proofs: [],
    });
  });

  it('may name the type that its makers always name', async () => {
    const doctype =
      '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">';
    expect(await verify(svg(bakedJwt(await badgeOf()), doctype))).toMatchObject(valid);
  });
});

describe('what is longer or deeper than we look', () => {
  const nested = (open: string, close: string, depth: number) => open.repeat(depth) + '1' + close.repeat(depth);
  const members = ['proof', 'type', '@context', 'issuer', 'credentialSubject', 'credentialStatus', 'evidence', 'id'];

  it.each(members)('is not judged: nested without end in %s', async (name) => {
    const proven = await key.proven(key.badge());
    for (const deep of [nested('[', ']', 15_000), nested('{"a":', '}', 5_000)]) {
      const text = JSON.stringify({ ...proven, [name]: 'DEEP' }).replace('"DEEP"', deep);
      for (const given of [
        text,
        JSON.parse(text) as object,
        svg(bakedJson(proven)).replace('"VerifiableCredential"', deep),
      ])
        expect(await verify(given)).toMatchObject(unsure('TOO_COMPLEX'));
    }
  });

  it('is not judged: a JWT, or documents beside it', async () => {
    const [header, , signature] = (await badgeOf()).split('.');
    const claims = JSON.stringify(key.badge({ evidence: 'DEEP' })).replace('"DEEP"', nested('[', ']', 15_000));
    const deep = [header, Buffer.from(claims).toString('base64url'), signature].join('.');
    expect(await verify(deep)).toMatchObject(unsure('TOO_COMPLEX'));
    const long = await badgeOf({ name: 'x'.repeat(100_000) });
    expect(await verify(long)).toMatchObject(unsure('TOO_COMPLEX'));
    const endless = nested('{"keys":[', ']}', 50_000);
    expect(await verify(await web.proven(web.badge()), [endless, web.did('assertionMethod')])).toMatchObject(valid);
  });
});
