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

let keys: CredentialKeys;
let jwt: string;
const key = foreignIssuer();
beforeAll(async () => {
  keys = await keysOf();
  jwt = await foreignJwt(key.badge(), { alg: 'EdDSA', kid: key.method.id }, key.privateKey);
});
const verify = (given: string) => judged(keys, given);
const bytesOf = (url: string): Buffer => Buffer.from(url.split(',')[1]!, 'base64');
const urlOf = (mime: string, bytes: Buffer | string): string =>
  `data:${mime};base64,${Buffer.from(bytes).toString('base64')}`;
const notRead = { verdict: 'undetermined', faults: ['NOT_READ'], credentialId: null };
const valid = { verdict: 'valid', faults: [] };

describe('a file that is a picture to one reader and a PDF to another', () => {
  const another = () => bytesOf(attachedPdf('{"id":"urn:x:another"}')).toString('latin1');
  it.each<[string, () => string]>([
    [
      'a PNG',
      () => pngOf(chunkOf('tEXt', Buffer.from(`Comment\0${another()}`, 'latin1')), bytesOf(bakedPng(jwt)).subarray(8)),
    ],
    ['an SVG', () => svg(`<!-- ${another().replaceAll('-', '')} %PDF-1.7 -->${bakedJwt(jwt)}`)],
    ['an SVG in a data: URL', () => urlOf('image/svg+xml', svg(`<!-- %PDF-1.7 -->${bakedJwt(jwt)}`))],
    ['JSON', () => JSON.stringify({ about: '%PDF-1.7 ', ...key.badge() })],
    ['a PDF', () => urlOf('application/pdf', Buffer.concat([bytesOf(bakedPng('{}')), bytesOf(attachedPdf(jwt))]))],
    ['a PDF that is XML', () => urlOf('application/pdf', `<svg/>${bytesOf(attachedPdf(jwt)).toString('latin1')}`)],
    ['what says to be a PDF, and begins as none', () => urlOf('application/pdf', jwt)],
  ])('is not read: %s', async (_, given) => {
    expect(await verify(given())).toMatchObject(notRead);
  });

  it('is read where only its middle has that word', async () => {
    const padding = chunkOf('tEXt', Buffer.from(`Comment\0${' '.repeat(2_000)}%PDF-1.7`));
    expect(await verify(pngOf(padding, bytesOf(bakedPng(jwt)).subarray(8)))).toMatchObject(valid);
    const late = Buffer.concat([Buffer.from('\n\n'), bytesOf(attachedPdf(jwt))]);
    expect(await verify(urlOf('application/pdf', late))).toMatchObject(valid);
  });
});

describe('an SVG', () => {
  const named = (jwt: string) => bakedJwt(jwt).replace('verify=', 'openbadges:verify=');
  const old = (inside: string) => `<b:assertion xmlns:b="http://openbadges.org">${inside}</b:assertion>`;
  it.each<[string, () => string]>([
    ['a badge of 2.0 beside', () => svg(bakedJwt(jwt) + old('<![CDATA[{"id":"x"}]]>'))],
    [
      'a badge of 2.0 beside, by its address',
      () => svg(old('').replace('assertion ', 'assertion verify="https://a.example/1" ') + bakedJwt(jwt)),
    ],
    ['what only looks like one of 2.0', () => svg(bakedJwt(jwt) + '<openbadges:assertion/>')],
    ['a second one in its first', () => svg(bakedJwt(jwt).replace('></', `>${bakedJwt(jwt)}</`))],
    ['elements in its credential', () => svg(bakedJwt(jwt).replace('></', '><desc>{"id":"urn:x:another"}</desc></'))],
    ['two attributes of one name', () => svg(bakedJwt(jwt).replace('verify', 'openbadges:verify="eyJ.e30.x" verify'))],
    [
      'an encoding in which the same bytes say other things',
      () => svg(bakedJwt(jwt), '<?xml version="1.0" encoding="UTF-7"?>'),
    ],
    [
      'letters of another encoding',
      () => svg(`<desc>é</desc>${bakedJwt(jwt)}`, '<?xml version="1.0" encoding="ISO-8859-1"?>'),
    ],
  ])('is not read with %s', async (_, given) => {
    expect(await verify(given())).toMatchObject(notRead);
  });

  it.each<[string, () => string]>([
    ['its attribute by the badge’s own prefix', () => svg(named(jwt))],
    [
      'letters of ASCII in an encoding that has them',
      () => svg(bakedJwt(jwt), '<?xml version="1.0" encoding="ISO-8859-1"?>'),
    ],
    ['no encoding named', () => svg(bakedJwt(jwt), '<?xml version="1.0"?>')],
    ['no prolog', () => svg(bakedJwt(jwt), '')],
    [
      'its encoding in small letters',
      () => svg(bakedJwt(jwt), "<?xml version='1.0' encoding='utf-8' standalone='no'?>"),
    ],
    ['its mark of UTF-8', () => `\ufeff${svg(bakedJwt(jwt))}`],
  ])('is valid with %s', async (_, given) => {
    expect(await verify(given())).toMatchObject(valid);
  });

  it('of Open Badges 2.0 is told from what is none', async () => {
    const badge = '{"@context":"https://w3id.org/openbadges/v2","type":"Assertion"}';
    expect(await verify(svg(old(`<![CDATA[${badge}]]>`)))).toMatchObject({ faults: ['TYPE_NOT_SUPPORTED'] });
    expect(await verify(svg(bakedJson(await key.proven(key.badge()))))).toMatchObject(valid);
  });
});
