import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { Words } from '../errors/words.js';
import { endSlowCallers, pacedHeaders } from './slow-callers.js';
import { refusingUnread } from './unread.js';

const PACE = { seconds: 0.4, bytes: 64 };
const words = new Words();
let server: FastifyInstance;
let sockets: Socket[];

beforeEach(async () => {
  sockets = [];
  server = fastify({ ...refusingUnread(words), ...pacedHeaders(PACE), bodyLimit: 2 ** 26 });
  endSlowCallers(server, words, PACE);
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.addContentTypeParser('late/read', async (_request: unknown, body: NodeJS.ReadableStream) => {
    await pause(1_500);
    return (await text(body)).length;
  });
  server.post('/', ({ body }) => ({ length: (body as Buffer).length ?? body }));
  server.get('/slow', () => pause(1_500, { done: true }));
  server.get('/large', () => Buffer.alloc(2 ** 26));
  await server.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await server.close();
});

function open(): Socket {
  const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
  // It is cut off in the middle of what it sends.
  socket.on('error', () => {});
  sockets.push(socket);
  return socket;
}
const post = (length: number, type = 'x/y') =>
  `POST / HTTP/1.1\r\nhost: x\r\ncontent-type: ${type}\r\ncontent-length: ${length}\r\n\r\n`;
const connections = () => new Promise<number>((told) => server.server.getConnections((_, count) => told(count)));
async function dripping(socket: Socket, bytes: string, every: number): Promise<void> {
  while (!socket.destroyed && socket.writable) {
    socket.write(bytes);
    await pause(every);
  }
}

describe('a connection is ended', () => {
  it('on which no request comes, or one whose headers come drop by drop', async () => {
    const [silent, drop] = [open(), open()];
    drop.write('GET /slow HTTP/1.1\r\n');
    void dripping(drop, 'a: b\r\n', 50);
    for (const socket of [silent, drop]) expect(await saidOn(socket)).toMatch(/^(HTTP\/1.1 408 |$)/);
  });

  it('whose body comes drop by drop, with 408, and so are two hundred', async () => {
    const slow = Array.from({ length: 200 }, open);
    for (const socket of slow) {
      socket.write(post(100_000));
      void dripping(socket, 'x', 100);
    }
    const said = await Promise.all(slow.map(saidOn));
    for (const one of said) expect(one).toMatch(/^HTTP\/1.1 408 [^]*"code":"REQUEST_TIMEOUT"/);
    await allGone();
  });

  it('whose caller does not read what is answered', async () => {
    const socket = open().pause();
    socket.write('GET /large HTTP/1.1\r\nhost: x\r\n\r\n');
    await allGone();
  });
});

describe('a connection stays', () => {
  it('whose body is long in coming and comes', async () => {
    const socket = open();
    socket.write(post(16 * 256));
    for (let part = 0; part < 16; part++) {
      await pause(100);
      socket.write('x'.repeat(256));
    }
    expect(await nextOf(socket)).toMatch(/^HTTP\/1.1 200 [^]*{"length":4096}/);
  });

  it('whose body waits for us', async () => {
    const socket = open();
    socket.write(post(500_000, 'late/read') + 'x'.repeat(500_000));
    expect(await nextOf(socket)).toMatch(/^HTTP\/1.1 200 [^]*{"length":500000}/);
  });

  it('that waits for an answer', async () => {
    const socket = open();
    socket.write('GET /slow HTTP/1.1\r\nhost: x\r\n\r\n');
    expect(await nextOf(socket)).toMatch(/^HTTP\/1.1 200 [^]*{"done":true}/);
  });
});

/** What is said on a connection until it ends, however it does. */
async function saidOn(socket: Socket): Promise<string> {
  let said = '';
  socket.on('data', (part) => (said += String(part)));
  if (!socket.closed) await new Promise((closed) => socket.once('close', closed));
  return said;
}

async function allGone(): Promise<void> {
  for (let tries = 0; tries < 200 && (await connections()) !== 0; tries++) await pause(50);
  expect(await connections()).toBe(0);
}

const nextOf = async (socket: Socket): Promise<string> => String((await once(socket, 'data'))[0]);
