import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CredentialKeys } from '../credentials/keys.js';
import { judged, keysOf } from '../testing/badges.js';
import { foreignIssuer, foreignJwt } from '../testing/foreign.js';
import { fileOf, pdfOf, pdfUrl, streamOf } from '../testing/pdf.js';

type Json = Record<string, unknown>;

let keys: CredentialKeys;
let own: string;
let other: string;
const key = foreignIssuer();
const badgeOf = (about: Json = {}): Promise<string> =>
  foreignJwt(key.badge(about), { alg: 'EdDSA', kid: key.method.id }, key.privateKey);
beforeAll(async () => {
  keys = await keysOf();
  own = await badgeOf();
  other = await badgeOf({ name: 'Doctor' });
});

const valid = { verdict: 'valid', faults: [] };
const notRead = { verdict: 'undetermined', faults: ['NOT_READ'], credentialId: null };
const tooComplex = { verdict: 'undetermined', faults: ['TOO_COMPLEX'] };
const BARE = '';
const NAMED = '/Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >>';
const filespec = (file: string, name = 'a'): string => `<< /Type /Filespec /F (${name}) /UF (${name}) /EF ${file} >>`;
const ofFile = (number: number): string => `<< /F ${number} 0 R >>`;
const PIN = '<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS';

/** A PDF whose catalogue names its own credential, and which has these objects from 6 on. */
const withOwn = (objects: string[], more: { page?: string; catalogue?: string; trailer?: string } = {}): Buffer =>
  pdfOf({
    ...more,
    catalogue: `${NAMED} ${more.catalogue ?? ''}`,
    objects: [filespec(ofFile(5)), fileOf(own), ...objects],
  });
const verify = (pdf: Buffer) => judged(keys, pdfUrl(pdf));

type Place = (text: string, dictionary?: string) => Buffer;
const annotated: Place = (text, dictionary) =>
  withOwn([`${PIN} 7 0 R >>`, filespec(ofFile(8), 'b'), fileOf(text, dictionary)], { page: '/Annots [6 0 R]' });
const PLACES: [string, Place][] = [
  ['by an annotation of a page', annotated],
  [
    'by an annotation that stands in its page',
    (text, dictionary) =>
      withOwn([fileOf(text, dictionary)], { page: `/Annots [${PIN} ${filespec(ofFile(6), 'b')} >>]` }),
  ],
  [
    'as an associated file of the document',
    (text, dictionary) => withOwn([filespec(ofFile(7), 'b'), fileOf(text, dictionary)], { catalogue: '/AF [6 0 R]' }),
  ],
  [
    'as an associated file of a page',
    (text, dictionary) => withOwn([filespec(ofFile(7), 'b'), fileOf(text, dictionary)], { page: '/AF 6 0 R' }),
  ],
  [
    'by a list of its own',
    (text, dictionary) =>
      withOwn([`[${filespec(ofFile(7), 'b')}]`, fileOf(text, dictionary)], { catalogue: '/AF 6 0 R' }),
  ],
  [
    'by files that stand elsewhere',
    (text, dictionary) =>
      withOwn([filespec('7 0 R', 'b'), ofFile(8), fileOf(text, dictionary)], { catalogue: '/AF [6 0 R]' }),
  ],
  [
    'as a related file',
    (text, dictionary) =>
      withOwn([filespec('<< >> /RF << /F [(b) 7 0 R] >>'), fileOf(text, dictionary)], { catalogue: '/AF [6 0 R]' }),
  ],
  [
    'in packed objects',
    (text, dictionary) => {
      const inside = filespec(ofFile(6), 'b');
      return withOwn([fileOf(text, dictionary), streamOf('/Type /ObjStm /N 1 /First 4', `8 0 ${inside}`)]);
    },
  ],
  [
    'in packed objects that do not say to be some',
    (text, dictionary) =>
      withOwn([fileOf(text, dictionary), streamOf('/N 1 /First 4', `8 0 ${filespec(ofFile(6), 'b')}`)]),
  ],
  [
    'by names in another spelling',
    (text, dictionary) =>
      withOwn([filespec(ofFile(7), 'b').replace('/EF', '/#45#46'), fileOf(text, dictionary)], {
        catalogue: '/A#46 [6 0 R]',
      }),
  ],
  ['by nothing any more', (text) => withOwn([fileOf(text, '/Type /Embedded#46ile')])],
  [
    'inside of another stream',
    (text) => withOwn([streamOf('/Plain', Buffer.from(`9 0 obj\n${fileOf(text)}\nendobj\n`, 'latin1'))]),
  ],
];

describe('a PDF with a file that its catalogue does not name', () => {
  it.each(PLACES)('is of several credentials where that is another: %s', async (_, place) => {
    for (const dictionary of ['/Type /EmbeddedFile', BARE, '/Subtype /text#2Fplain'])
      expect(await verify(place(other, dictionary))).toMatchObject(notRead);
  });

  it.each(PLACES)('is of one where that is the same, or notes: %s', async (_, place) => {
    for (const text of [own, 'Notes.']) expect(await verify(place(text, BARE))).toMatchObject(valid);
  });

  it('is read where it is the only one', async () => {
    const pdf = pdfOf({
      page: '/Annots [4 0 R]',
      objects: [`${PIN} 5 0 R >>`, filespec(ofFile(6)), fileOf(own, BARE)],
    });
    expect(await verify(pdf)).toMatchObject(valid);
  });
});

const POPPLER = '/usr/bin/pdfdetach';
(existsSync(POPPLER) ? describe : describe.skip)('another reader of the same files', () => {
  it('shows what the catalogue names, and what a page does, as they are judged', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'attached-'));
    try {
      const file = join(folder, 'two.pdf');
      writeFileSync(file, annotated(other, BARE));
      const listed = execFileSync(POPPLER, ['-list', file], { encoding: 'utf8' });
      expect(listed).toMatch(/^2 embedded files/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a PDF in which a reader could find another file than we', () => {
  const EMBEDDED = '/Type /EmbeddedFile';
  it.each<[string, () => Buffer]>([
    ['behind words that look like its beginning', () => withOwn([fileOf(other, `${EMBEDDED} /Desc (stream\n${own})`)])],
    ['as UTF-16', () => withOwn([fileOf(Buffer.from(`\ufeff${other}`, 'utf16le'))])],
    ['as UTF-16 without its mark', () => withOwn([fileOf(Buffer.from(JSON.stringify({ id: 'x' }), 'utf16le'))])],
    ['in quotation marks', () => withOwn([fileOf(`"${other}"`)])],
    ['with its padding', () => withOwn([fileOf(`${other}==`)])],
    ['twice', () => withOwn([fileOf(`${other}\n${other}`)])],
    ['in a URL', () => withOwn([fileOf(`data:application/jwt,${other}`)])],
    [
      'in JSON-LD’s own keywords',
      () => withOwn([fileOf('{"@type":["https://www.w3.org/2018/credentials#VerifiableCredential"]}')]),
    ],
    ['in a presentation', () => withOwn([fileOf(JSON.stringify({ verifiableCredential: [other] }))])],
    ['behind a mark of UTF-8', () => withOwn([fileOf(`\ufeff${other}`)])],
  ])('is not read: %s', async (_, pdf) => {
    expect(await verify(pdf())).toMatchObject(notRead);
  });

  it.each<[string, () => Buffer]>([
    [
      'by a way of packing in another spelling',
      () => withOwn([fileOf('<78>', `${EMBEDDED} /Filt#65r /ASCIIHexDecode`)]),
    ],
    ['packed twice', () => withOwn([fileOf('x', `${EMBEDDED} /Filter [/ASCII85Decode /FlateDecode]`)])],
    [
      'packed in either of two ways',
      () => withOwn([fileOf(deflateSync(own), `${EMBEDDED} /Filter /FlateDecode /Filter /LZWDecode`)]),
    ],
    ['changed once it is unpacked', () => withOwn([fileOf(own, `${EMBEDDED} /DecodeParms << /Predictor 2 >>`)])],
    ['outside of the file', () => withOwn([fileOf(own, `${EMBEDDED} /F (other.jwt)`)])],
    ['of another length', () => withOwn([fileOf(own, `${EMBEDDED} /Plain /Length 9`)])],
    [
      'of a length that is said twice',
      () => withOwn([fileOf(own, `${EMBEDDED} /Plain /Length 7 0 R`), '9', 'raw 7 0 obj\n800\nendobj']),
    ],
    ['sealed', () => withOwn(['<< /Filter /Standard /V 1 >>'], { trailer: '/Encrypt 6 0 R' })],
    ['sealed, in another spelling', () => withOwn(['<< /Filter /Standard /V 1 >>'], { trailer: '/#45ncrypt 6 0 R' })],
    ['behind a number that a comment hides', () => withOwn([`raw 6 % a\n0 obj ${fileOf(other, BARE)}\nendobj`])],
    [
      'in objects that are packed otherwise',
      () => withOwn([streamOf('/Type /ObjStm /N 1 /First 4 /Filter /LZWDecode', '')]),
    ],
    ['in what is no object', () => withOwn(['<< /EF << /F 5 0 R > >>'])],
  ])('is not judged: %s', async (_, pdf) => {
    expect(await verify(pdf())).toMatchObject(tooComplex);
  });

  it.each<[string, () => Buffer]>([
    [
      'a function that begins as JSON does',
      () => withOwn([streamOf('/FunctionType 4 /Domain [0 1] /Range [0 1]', '{ 360 mul sin }')]),
    ],
    [
      'pictures and text that are packed in other ways',
      () => withOwn([streamOf('/Filter [/ASCII85Decode /DCTDecode]', '~>')]),
    ],
    ['a file that is not packed', () => withOwn([fileOf(own, '/Type /EmbeddedFile /Plain')])],
    [
      'a file whose length stands elsewhere',
      () => withOwn([fileOf('Notes.', '/Type /EmbeddedFile /Plain /Length 7 0 R'), '6']),
    ],
    [
      'a file that is packed plainly',
      () => withOwn([fileOf(own, '/Type /EmbeddedFile /DecodeParms << >> /Params << /Size 9 >>')]),
    ],
    ['notes in UTF-16', () => withOwn([fileOf(Buffer.from('\ufeffNotes.', 'utf16le'))])],
    [
      'an outline, and words about objects',
      () => withOwn(['<< /First 7 0 R /Count 1 >>', '<< /Title (an obj [1\\) \\( of 5 0 objects) >>']),
    ],
    ['a comment between objects', () => withOwn(['raw % obj << of nothing\n6 0 obj\nnull\nendobj'])],
  ])('is valid with what every PDF may have: %s', async (_, pdf) => {
    expect(await verify(pdf())).toMatchObject(valid);
  });
});

describe('the work that a PDF asks for', () => {
  const pdf = (text: string) => pdfUrl(Buffer.from(`%PDF-1.7\n${text}`, 'latin1'));
  it.each<[string, () => string]>([
    ['objects in objects', () => pdf('1 0 obj [ '.repeat(60_000))],
    ['objects that are one', () => pdf('1 0 obj << /EF 1 0 R >> endobj '.repeat(20_000))],
    [
      'objects that lead on and on',
      () => pdf(Array.from({ length: 20_000 }, (_, at) => `${at} 0 obj << /EF ${at + 1} 0 R >> `).join('')),
    ],
    ['comments without an end', () => pdf('obj%'.repeat(150_000))],
    ['digits and blanks', () => pdf(`${'1'.repeat(300_000)}${' '.repeat(300_000)}obj`)],
    ['texts without an end', () => pdf('1 0 obj('.repeat(80_000))],
    ['members of one name', () => pdf(`1 0 obj << ${'/Type /EmbeddedFile '.repeat(30_000)} >> stream`)],
    [
      'packed objects that are one',
      () => {
        const places = '1 0 '.repeat(50);
        const inside = `${places}[${'0 '.repeat(900_000)}]`;
        return pdf(`1 0 obj ${streamOf(`/N 50 /First ${places.length}`, inside)}`);
      },
    ],
    [
      'packed objects of many values',
      () => pdf(`1 0 obj ${streamOf('/N 1 /First 4', `1 0 [${'0 '.repeat(950_000)}]`)} `.repeat(10)),
    ],
    ['a list of many values', () => pdf(`1 0 obj [${'0 '.repeat(350_000)}] endobj`)],
    [
      'objects that unpack without an end',
      () => pdf(`1 0 obj ${streamOf('/Type /ObjStm /N 99999 /First 9', ' '.repeat(50_000_000))}`),
    ],
  ])('is bounded: %s', async (_, given) => {
    const text = given();
    const begun = process.cpuUsage();
    const { verdict } = await judged(keys, text);
    const { user, system } = process.cpuUsage(begun);
    expect(verdict).toBe('undetermined');
    expect((user + system) / 1_000).toBeLessThan(3_000);
  });
});
