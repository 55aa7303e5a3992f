import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { Agent, request } from 'undici';
import { Words } from '../errors/words.js';
import { answering } from './problem.js';
import { pacedHeaders } from './slow-callers.js';
import { refuseCodings, refuseUnaddressed, refuseWhileClosing, refusingUnread } from './unread.js';

describe('a server that is closing', () => {
  let server: FastifyInstance;
  let caller: Agent;
  let isAsked: Promise<void>;
  let url: string;

  beforeEach(async () => {
    server = fastify(refusingUnread(new Words()) as object);
    server.setErrorHandler(answering(new Words(), () => {}));
    refuseWhileClosing(server);
    server.get('/', () => 'here');
    const asked = Promise.withResolvers<void>();
    isAsked = asked.promise;
    server.get('/slow', () => (asked.resolve(), pause(300, 'done')));
    url = await server.listen({ port: 0, host: '127.0.0.1' });
    caller = new Agent({ connections: 1, pipelining: 2 });
  });
  afterEach(async () => {
    await caller.close();
    await server.close();
  });

  it('answers what is under way, and refuses what comes after on its connection as any service that is away', async () => {
    const slow = request(`${url}/slow`, { dispatcher: caller });
    await isAsked;
    const closed = server.close();
    await pause(50);
    const after = request(url, { dispatcher: caller });
    expect(await (await slow).body.text()).toBe('done');
    const { statusCode, headers, body } = await after;
    expect(statusCode).toBe(503);
    expect(await body.json()).toMatchObject({ code: 'SERVICE_UNAVAILABLE', status: 503 });
    expect(headers).toMatchObject({ 'retry-after': '1', 'content-type': 'application/problem+json; charset=utf-8' });
    await closed;
  });
});

describe('a request that does not arrive', () => {
  it('is refused in the one format once its time is over', async () => {
    const server = fastify(refusingUnread(new Words()) as object);
    await server.listen({ port: 0, host: '127.0.0.1' });
    const overdue = { code: 'ERR_HTTP_REQUEST_TIMEOUT' };
    server.server.on('connection', (socket) => server.server.emit('clientError', overdue as never, socket));
    const { port } = server.server.address() as { port: number };
    const answer = await text(connect(port, '127.0.0.1'));
    await server.close();
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toMatchObject({ status: 408, code: 'REQUEST_TIMEOUT' });
  });
});

describe('a request that Node itself would refuse with a bare line', () => {
  const asked = async (head: string): Promise<string> => {
    const words = new Words();
    const server = fastify({ ...(refusingUnread(words) as object), ...pacedHeaders() });
    server.setErrorHandler(answering(words, () => {}));
    refuseUnaddressed(server);
    server.post('/', () => 'taken');
    await server.listen({ port: 0, host: '127.0.0.1' });
    const { port } = server.server.address() as { port: number };
    const socket = connect(port, '127.0.0.1');
    socket.write(`POST / ${head}connection: close\r\ncontent-length: 0\r\n\r\n`);
    const answer = await text(socket);
    await server.close();
    return answer;
  };

  it('is told as a problem that it names no host, where HTTP asks for one', async () => {
    const answer = await asked('HTTP/1.1\r\n');
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toMatchObject({ status: 400, code: 'MALFORMED' });
    expect(await asked('HTTP/1.0\r\n')).toMatch(/ 200 OK.*taken$/s);
  });

  it('is answered whatever it expects', async () => {
    expect(await asked('HTTP/1.1\r\nhost: x\r\nexpect: more\r\n')).toMatch(/ 200 OK.*taken$/s);
  });
});

describe('a body in a coding', () => {
  it.each([
    ['gzip', 415],
    ['br', 415],
    ['gzip, identity', 415],
    ['identity', 200],
    ['', 200],
  ])('%j is answered %i', async (coding, status) => {
    const server = fastify();
    server.setErrorHandler(answering(new Words(), () => {}));
    refuseCodings(server);
    server.post('/', () => 'taken');
    const headers = { 'content-encoding': coding, 'content-type': 'application/json' };
    const answer = await server.inject({ method: 'POST', url: '/', headers, body: '{}' });
    expect(answer.statusCode).toBe(status);
    if (status === 415) {
      expect(answer.json()).toMatchObject({ code: 'CONTENT_ENCODING_NOT_ACCEPTED' });
      expect(answer.headers).toMatchObject({ 'accept-encoding': 'identity' });
    }
    await server.close();
  });
});
