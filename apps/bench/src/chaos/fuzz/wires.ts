import { pick } from '@takwin/demo/seeded';
import type { Door, FuzzRequest } from './request.js';

type Random = () => number;

const HOST = 'Host: 127.0.0.1\r\nConnection: close\r\n';
const get = (path: string, more = ''): string => `GET ${path} HTTP/1.1\r\n${HOST}${more}\r\n`;
const post = (more: string, body = ''): string => `POST /v1/registrations HTTP/1.1\r\n${HOST}${more}\r\n${body}`;

/** What no client of HTTP would write, letter by letter; `\u00..` are bytes. */
const WIRES: readonly (readonly [string, string])[] = [
  ['a blank in the path', get('/v1/exa ms')],
  ['NUL in the path', get('/v1/exams/\u0000')],
  ['bytes that are no UTF-8 in the path', get('/v1/exams/\u00ff\u00fe')],
  ['an escape that is none', get('/v1/exams/%zz')],
  ['a long path', get(`/v1/exams/${'x'.repeat(12_000)}`)],
  ['a long path below the bound of headers', get(`/v1/exams/${'x'.repeat(700)}`)],
  ['the address of another', get('http://127.0.0.1:1/v1/exams')],
  ['an asterisk', `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`],
  ['a tunnel', `CONNECT 127.0.0.1:1 HTTP/1.1\r\n${HOST}\r\n`],
  ['an upgrade', get('/v1/exams', 'Upgrade: h2c\r\nConnection: Upgrade\r\n')],
  ['NUL in a header', get('/v1/exams', 'X-Zq: a\u0000b\r\n')],
  ['a header without a name', get('/v1/exams', ': x\r\n')],
  ['a header on two lines', get('/v1/exams', 'X-Zq: a\r\n b\r\n')],
  ['a lone return', get('/v1/exams', 'X-Zq: a\rX-Zq: b\r\n')],
  ['long headers', get('/v1/exams', `X-Zq: ${'x'.repeat(20_000)}\r\n`)],
  ['many headers', get('/v1/exams', 'X-Zq: a\r\n'.repeat(1_500))],
  ['no host', 'GET /v1/exams HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ['two hosts', get('/v1/exams', 'Host: evil.example\r\n')],
  ['HTTP 1.0', 'GET /v1/exams HTTP/1.0\r\n\r\n'],
  ['HTTP 9', `GET /v1/exams HTTP/9.9\r\n${HOST}\r\n`],
  ['a method of no one', `ZQZQ /v1/exams HTTP/1.1\r\n${HOST}\r\n`],
  ['no HTTP', 'hello\r\n\r\n'],
  ['the beginning of TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000'],
  ['HTTP 2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['a length below zero', post('Content-Type: application/json\r\nContent-Length: -1\r\n', '{}')],
  ['two lengths', post('Content-Length: 2\r\nContent-Length: 3\r\n', '{}')],
  ['a length and chunks', post('Content-Length: 2\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n')],
  [
    'chunks that are none',
    post('Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n', 'zz\r\n{}\r\n0\r\n\r\n'),
  ],
  [
    'a chunk without end',
    post('Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n', 'ffffffffffffffffff\r\n{}'),
  ],
  ['a coding of no one', post('Transfer-Encoding: zq\r\n', '{}')],
  [
    'more than was told',
    post('Content-Type: application/json\r\nContent-Length: 2\r\n', '{}GET /v1/exams HTTP/1.1\r\n\r\n'),
  ],
  ['a body with GET', get('/v1/exams', 'Content-Length: 2\r\nContent-Type: application/json\r\n').concat('{}')],
  ['expecting more', post('Expect: 100-zq\r\nContent-Length: 2\r\nContent-Type: application/json\r\n', '{}')],
  ['bytes in a token', get('/v1/exams', 'Authorization: Bearer \u00ff\u00fe\u0001\r\n')],
];
/** Those that a server has to wait for before it can tell: ten seconds, as slow callers are given. */
const SLOW: readonly (readonly [string, string])[] = [
  ['less than was told', post('Content-Type: application/json\r\nContent-Length: 20\r\n', '{}')],
  ['half a head', 'GET /v1/exams HTTP/1.1\r\nHost: x'],
];

export function wireRequest(door: Door, random: Random, turn: number): FuzzRequest {
  const [about, text] = turn % 400 === 0 ? pick(random, SLOW) : pick(random, WIRES);
  const wire = Buffer.from(text, 'latin1');
  return { door, kind: 'wire', about, as: 'nobody', method: 'WIRE', path: '', headers: {}, wire };
}
