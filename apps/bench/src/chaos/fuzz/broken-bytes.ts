import { gzipSync } from 'node:zlib';
import { pick } from '@takwin/demo/seeded';
import { jsonOf, PROTOTYPE, SET } from './oddities.js';

type Random = () => number;
/** A body with the headers that it goes by, and what was done to it. */
export type Body = { body: Buffer; headers: Record<string, string>; done: string };

const JSON_TYPE = { 'content-type': 'application/json' };
const MIB = 2 ** 20;

const TYPES = [
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'application/json; charset=utf-16',
  'application/json; charset=',
  'application/json;;;',
  'application/jsonx',
  'application/vnd.api+json',
  'text/csv; charset=klingon',
  ';',
  '/',
  'application',
  '*/*',
  'x'.repeat(3_000),
];

/** Ways to send what was meant as JSON so that it is none, or not as it says. */
const WAYS: readonly ((text: string, random: Random) => Body)[] = [
  (text, random) => {
    const bytes = Buffer.from(text);
    const at = Math.floor(random() * bytes.length);
    const wrong = pick(random, [[0xff], [0xc0, 0xae], [0xed, 0xa0, 0x80], [0xf5], [0xe9], [0x80]]);
    return sent(Buffer.concat([bytes.subarray(0, at), Buffer.from(wrong), bytes.subarray(at)]), 'broken UTF-8');
  },
  (text) => sent(Buffer.from(text, 'utf16le'), 'UTF-16'),
  (text) => sent(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]), 'UTF-16 with a mark'),
  (text) => sent(Buffer.from(`\ufeff${text}`), 'UTF-8 with a mark'),
  (text) => sent(gzipSync(text), 'gzip', { 'content-encoding': 'gzip' }),
  (text) => sent(gzipSync(text), 'gzip that is not told'),
  (text, random) =>
    sent(Buffer.from(text), 'coding told alone', { 'content-encoding': pick(random, ['gzip', 'br', 'x', 'identity']) }),
  (text, random) => sent(Buffer.from(text.slice(0, Math.floor(random() * text.length))), 'cut off'),
  () => sent(Buffer.alloc(0), 'empty'),
  (text) => ({ body: Buffer.from(text), headers: {}, done: 'no media type' }),
  (text, random) => ({
    body: Buffer.from(text),
    headers: { 'content-type': pick(random, TYPES) },
    done: 'another media type',
  }),
  (_, random) =>
    sent(
      Buffer.from(pick(random, ['null', '1', '"x"', 'true', '[]', '{}', '[{}]', ' ', '\u0000', 'NaN', '{"a":01}'])),
      'a scalar',
    ),
  (text) => sent(Buffer.from(`[${text},${text}]`), 'a batch'),
  (text) => sent(Buffer.from(`${text}\n${text}`), 'lines'),
  (text) => sent(Buffer.from(text.replace(/^\{/, '{"__proto__":{"x":1},')), 'prototype beside'),
  (text, random) =>
    sent(Buffer.from(text.replace(/^\{/, `{"${pick(random, PROTOTYPE)}":{"${SET}":1},`)), 'prototype beside'),
  (text) => sent(Buffer.from(text.replace(/^\{("[^"]*"):/, '{$1:null,$1:')), 'a name twice'),
  (_, random) => {
    const depth = pick(random, [200, 5_000, 60_000]);
    const [open, close] = pick(random, [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const);
    return sent(Buffer.from(`${open.repeat(depth)}1${close.repeat(depth)}`), `${depth} levels`);
  },
];

/** A body of JSON with something done to its bytes. */
export const brokenBody = (value: unknown, random: Random): Body => pick(random, WAYS)(jsonOf(value), random);

/** One that is larger than any operation takes but files. */
export const oversized = (value: unknown): Body =>
  sent(Buffer.from(jsonOf({ ...(value as object), zqMore: 'x'.repeat(1.2 * MIB) })), 'oversized');

export const jsonBody = (value: unknown): Body => sent(Buffer.from(jsonOf(value)), '');

const sent = (body: Buffer, done: string, more: Record<string, string> = {}): Body => ({
  body,
  headers: { ...JSON_TYPE, ...more },
  done,
});
