import { sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CredentialKeys } from '../credentials/keys.js';
import { judged, keysOf } from '../testing/badges.js';
import { attachedPdf, bakedPng, foreignIssuer, foreignJwt, svg } from '../testing/foreign.js';
import { vouchedFor } from './documents.js';
import type { VerificationView } from './verdict.js';

type Json = Record<string, unknown>;
type Expected = Partial<Pick<VerificationView, 'verdict' | 'faults' | 'kind'>>;

let keys: CredentialKeys;
beforeAll(async () => {
  keys = await keysOf();
});
const verify = (given: string) => judged(keys, given);

const key = foreignIssuer();
const badgeOf = (about: Json = {}): Promise<string> =>
  foreignJwt(key.badge(about), { alg: 'EdDSA', kid: key.method.id }, key.privateKey);
const valid: Expected = { verdict: 'valid', faults: [], kind: 'open-badge' };
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
    ['with notes alone', async () => attachedPdf('Notes.'), notRead],
    ['with nothing', async () => attachedPdf(), notRead],
    ['with what unpacks without end', async () => attachedPdf('{"a":"' + 'x'.repeat(5_000_000)), notRead],
    ['that ends in the middle', async () => attachedPdf(await badgeOf()).slice(0, 400), notRead],
  ])('%s', async (_, pdf, expected) => {
    expect(await verify(await pdf())).toMatchObject(expected);
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

  it('tells nothing as a document that is vouched for', async () => {
    const web = foreignIssuer('did:web:campus.example');
    const did = JSON.stringify(web.did('assertionMethod'));
    const by = async (document: string) =>
      judged(keys, await web.proven(web.badge()), { documents: vouchedFor([document]) });
    expect(await by(did)).toMatchObject(valid);
    const again = did.replace('"assertionMethod":', '"assertionMethod":[],"assertionMethod":');
    expect(await by(again)).toMatchObject({ verdict: 'undetermined', faults: ['ISSUER_UNCONFIRMED'] });
  });
});
